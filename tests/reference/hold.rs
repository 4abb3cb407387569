//! Holds the engine to the reference: every sentence and norm instance of a world, at every standpoint.

use std::collections::{BTreeMap, BTreeSet};

use caroline::engine::Outcome as Verdict;
use caroline::record::model::Ground as EngineGround;
use caroline::rulebook::model::Standard;

use super::engine::{self, Input};
use super::eval::{self, Outcome, View};
use super::ground::{self, Grounding};
use super::model::*;
use super::print;

/// Every standard, as the engine names them.
pub const STANDARDS: [Standard; 4] = [
    Standard::ReasonableGrounds,
    Standard::BalanceOfProbabilities,
    Standard::ClearAndConvincing,
    Standard::BeyondReasonableDoubt,
];

/// All sentences of a world with entities in their slots, and those with a recorded sentence in one.
pub fn asked(world: &World) -> Vec<Ground> {
    let mut quoted: Vec<Obj> = Vec::new();
    for (_, c) in &world.case.statements {
        if let Content::Sentence(Quoted { ground, .. }) | Content::Measure(ground, ..) = c {
            quoted.extend(ground.args.iter().filter(|a| matches!(a, Obj::Sentence(_))).cloned());
        }
    }
    let mut all = Vec::new();
    for (sentence, s) in world.book.sentences.iter().enumerate() {
        if matches!(s.sort, Sort::Number | Sort::Day) {
            continue;
        }
        let mut rows: Vec<Vec<Obj>> = vec![Vec::new()];
        for kinds in &s.slots {
            let entities = 0..world.case.entities.len();
            let objects = entities.map(Obj::Entity).chain(quoted.iter().cloned());
            let fits: Vec<Obj> = objects.filter(|o| world.fits(o, kinds)).collect();
            rows = rows
                .iter()
                .flat_map(|row| fits.iter().map(move |o| row.iter().cloned().chain([o.clone()]).collect()))
                .collect();
        }
        all.extend(rows.into_iter().map(|args| Ground { sentence, args }));
    }
    all
}

/// Whether an entity occurs in some statement.
fn occurs(world: &World, entity: usize) -> bool {
    fn inside(g: &Ground, entity: usize) -> bool {
        g.args.iter().any(|a| match a {
            Obj::Entity(e) => *e == entity,
            Obj::Sentence(q) => inside(&q.ground, entity),
        })
    }
    world.case.statements.iter().any(|(_, c)| match c {
        Content::Sentence(Quoted { ground, .. }) | Content::Measure(ground, ..) => inside(ground, entity),
        Content::Breach(_, who) => who.contains(&entity),
    })
}

/// Up to so many open crossroads, all branches are taken.
const ALL_BRANCHES: usize = 3;

/// The accounts, choices of positions and branches of a world: all of them, or a spread where there are too many.
pub fn views(world: &World, g: &Grounding<'_>) -> Vec<View> {
    let mut accounts = vec![None];
    accounts.extend(world.case.accounts().into_iter().map(Some));
    let positions = &world.book.positions;
    let mut views = Vec::new();
    for account in accounts {
        for choice in 0..1_usize << positions.len() {
            let accepted: BTreeSet<Name> =
                positions.iter().enumerate().filter(|(i, _)| choice >> i & 1 == 1).map(|(_, p)| *p).collect();
            let mut open: BTreeSet<Ground> = BTreeSet::new();
            loop {
                let before = open.len();
                for yes in [true, false] {
                    let all = g.atoms.iter().map(|a| (a.ground.clone(), yes)).collect();
                    let view = View { account, accepted: accepted.clone(), branches: all };
                    open.extend(eval::evaluate(g, &view).values.open);
                }
                if open.len() == before {
                    break;
                }
            }
            let open: Vec<Ground> = open.into_iter().collect();
            let free = open.len().min(ALL_BRANCHES);
            for branch in 0..1_usize << free {
                // Those beyond follow the first ones.
                let bit = |i: usize| branch >> (i % free.max(1)) & 1 == 1;
                let branches = open.iter().enumerate().map(|(i, x)| (x.clone(), bit(i))).collect();
                views.push(View { account, accepted: accepted.clone(), branches });
            }
        }
    }
    views
}

/// How often each outcome occurred.
pub type Counts = BTreeMap<&'static str, usize>;

fn same(reference: Outcome) -> Verdict {
    match reference {
        Outcome::Breach => Verdict::Breach,
        Outcome::NoBreach => Verdict::NoBreach,
        Outcome::NotApplicable => Verdict::NotApplicable,
        Outcome::Permitted => Verdict::Permitted,
        Outcome::NotPermitted => Verdict::NotPermitted,
        Outcome::Undetermined => Verdict::Undetermined,
        Outcome::NotShown => Verdict::NotShown,
        Outcome::Contested => Verdict::Contested,
    }
}

fn say(view: &View, world: &World, std: Std) -> String {
    let branches: Vec<String> =
        view.branches.iter().map(|(g, b)| format!("{} = {b}", print::ground(world, g))).collect();
    format!(
        "to {std:?}, on the account of {}, accepting {:?}, with the crossroads {branches:?}",
        view.account.unwrap_or("nobody"),
        view.accepted
    )
}

/// Compares engine and reference at every standpoint: the first difference; `Err` if the world cannot be read.
pub fn hold(world: &World, counts: &mut Counts) -> Result<Option<String>, String> {
    let texts = print::texts(world);
    let mut input = Input::read(&texts.laws, &texts.case)?;
    let grounding = ground::ground(world, &asked(world));
    let mut ids: Vec<(Ground, EngineGround)> = Vec::new();
    for a in &grounding.atoms {
        ids.push((a.ground.clone(), input.ground(&print::ground(world, &a.ground))?));
    }
    let by_ground: BTreeMap<&Ground, &EngineGround> = ids.iter().map(|(g, e)| (g, e)).collect();
    let mut ev = input.evaluate();
    let mut atoms = Vec::new();
    for (g, e) in &ids {
        let id = ev.sentence(e).map_err(|e| format!("{e:?}"))?;
        atoms.push((g, ev.atom_value(id)));
    }
    let instances = engine::instances(&input, &mut ev, &|of| {
        let found = ids.iter().find(|(_, e)| e == of);
        found.map_or_else(|| format!("{of:?}"), |(g, _)| print::ground(world, g))
    });
    let views = views(world, &grounding);
    let evaluations: Vec<_> = views.iter().map(|v| eval::evaluate(&grounding, v)).collect();
    let wrong = |what: String| Ok(Some(what));
    // Which instances are reported.
    let mut reported = BTreeMap::new();
    for (i, n) in grounding.norms.iter().enumerate() {
        let shown = || evaluations.iter().any(|ev| ev.is_shown(i));
        if n.possible && (!n.untouched || shown()) {
            let name = |o: &Obj| match o {
                Obj::Entity(e) => world.case.entities[*e].name.to_string(),
                Obj::Sentence(q) => {
                    format!("{}{}", if q.negated { "not " } else { "" }, print::ground(world, &q.ground))
                }
            };
            let args: Vec<String> = n.args.iter().map(name).collect();
            reported.insert((world.book.provisions[n.provision].id.to_string(), args), i);
        }
    }
    for (k, i) in &reported {
        if !instances.contains_key(k) {
            let n = &grounding.norms[*i];
            return wrong(format!("{k:?} is reported by the reference only (untouched: {})", n.untouched));
        }
    }
    // Whether a norm is established from no standpoint can be known only if all were taken.
    let all = views.iter().all(|v| v.branches.len() <= ALL_BRANCHES);
    for k in instances.keys().filter(|_| all) {
        if !reported.contains_key(k) {
            return wrong(format!("{k:?} is reported by the engine only"));
        }
    }
    for (view, reference) in views.iter().zip(&evaluations) {
        for (std, standard) in Std::ALL.into_iter().zip(STANDARDS) {
            let branches: Vec<_> = view.branches.iter().map(|(g, b)| (by_ground[g].clone(), *b)).collect();
            let standpoint = input.standpoint(standard, view.account, &view.accepted, &branches);
            for (g, value) in &atoms {
                let (expected, found) = (reference.value(g, std), ev.value_at(*value, &standpoint));
                *counts
                    .entry(match expected {
                        (true, false) => "sentence established",
                        (false, true) => "sentence refuted",
                        (true, true) => "sentence contested",
                        (false, false) => "sentence undetermined",
                    })
                    .or_default() += 1;
                if expected != found {
                    let words = print::ground(world, g);
                    return wrong(format!(
                        "`{words}`: reference {expected:?}, engine {found:?}\n{}",
                        say(view, world, std)
                    ));
                }
            }
            for (k, i) in &reported {
                let expected = same(reference.outcome(*i, std));
                let Some(outcomes) = instances.get(k) else {
                    if matches!(expected, Verdict::Breach | Verdict::Permitted | Verdict::Contested) {
                        return wrong(format!("{k:?}: reference {expected:?}, engine has no such instance"));
                    }
                    continue;
                };
                let found = ev.outcome_at(outcomes, &standpoint);
                *counts.entry(engine::word(expected)).or_default() += 1;
                if expected != found {
                    return wrong(format!(
                        "{k:?}: reference {expected:?}, engine {found:?}\n{}",
                        say(view, world, std)
                    ));
                }
            }
        }
    }
    Ok(None)
}

/// The smallest world, by leaving out one thing after another, of which `wrong` still finds something.
pub fn smallest(world: &World, wrong: &dyn Fn(&World) -> Option<String>) -> (World, String) {
    let check = |w: &World| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| wrong(w))).ok().flatten();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut best = world.clone();
    let mut found = check(&best);
    'again: loop {
        for smaller in reductions(&best) {
            if let Some(d) = check(&smaller) {
                best = smaller;
                found = Some(d);
                continue 'again;
            }
        }
        break;
    }
    std::panic::set_hook(hook);
    (best, found.unwrap_or_else(|| "not found again".into()))
}

fn reductions(world: &World) -> Vec<World> {
    let mut out = Vec::new();
    let mut with = |change: &dyn Fn(&mut World)| {
        let mut w = world.clone();
        change(&mut w);
        out.push(w);
    };
    let book = &world.book;
    for i in (0..book.provisions.len()).rev() {
        with(&|w| {
            let gone = w.book.provisions.remove(i).id;
            for p in &mut w.book.provisions {
                p.prevails.retain(|o| *o != gone);
                if let Sort2::Exception(to) = &mut p.sort {
                    to.retain(|o| *o != gone);
                }
            }
            w.book.provisions.retain(|p| !matches!(&p.sort, Sort2::Exception(to) if to.is_empty()));
        });
    }
    for i in (0..world.case.statements.len()).rev() {
        with(&|w| {
            w.case.statements.remove(i);
        });
    }
    if book.packs.len() > 1 {
        with(&|w| {
            w.book.packs.pop();
            w.book.provisions.iter_mut().for_each(|p| p.pack = 0);
        });
    }
    for i in 0..book.packs.len() {
        with(&|w| w.book.packs[i].without_presumptions = false);
        with(&|w| w.book.packs[i].rebuttal = None);
    }
    for i in 0..book.sources.len() {
        with(&|w| {
            let gone = w.book.sources.remove(i).id;
            w.book.provisions.iter_mut().for_each(|p| p.under.retain(|c| c.source != gone));
            w.book.sources.iter_mut().for_each(|s| s.members_of = s.members_of.filter(|m| *m != gone));
        });
        for blank in [
            (|s| s.in_force = None) as fn(&mut Source),
            |s| s.since = None,
            |s| s.until = None,
            |s| s.restates = None,
            |s| s.members_of = None,
            |s| s.through.clear(),
            |s| s.scopes.clear(),
            |s| s.reservations.clear(),
            |s| s.parties.clear(),
        ] {
            with(&|w| blank(&mut w.book.sources[i]));
        }
        for c in 0..book.sources[i].through.len() {
            for smaller in smaller(&book.sources[i].through[c].when) {
                with(&|w| w.book.sources[i].through[c].when = smaller.clone());
            }
        }
    }
    for i in 0..book.sentences.len() {
        with(&|w| w.book.sentences[i].crossroads = false);
        with(&|w| w.book.sentences[i].raised = false);
        with(&|w| {
            if w.book.sentences[i].sort == Sort::Judgment {
                w.book.sentences[i].sort = Sort::Fact;
            }
        });
    }
    for i in 0..book.provisions.len() {
        let p = &book.provisions[i];
        for blank in [
            (|p| p.under.clear()) as fn(&mut Provision),
            |p| p.unless.clear(),
            |p| p.prevails.clear(),
            |p| p.without_presumptions = false,
            |p| p.rebuttal = None,
            |p| {
                p.under.pop();
            },
            |p| {
                if let Sort2::Norm { applies, binds, .. } = &mut p.sort
                    && binds.is_empty()
                {
                    *applies = None;
                }
            },
            |p| {
                if let Sort2::Norm { concludes, .. } = &mut p.sort {
                    concludes.clear();
                }
            },
            |p| {
                if !matches!(p.sort, Sort2::Rule(_)) {
                    p.when = None;
                }
            },
        ] {
            with(&|w| blank(&mut w.book.provisions[i]));
        }
        if let Some(c) = &p.when {
            for smaller in smaller(c) {
                with(&|w| w.book.provisions[i].when = Some(smaller.clone()));
            }
        }
        for (u, c) in p.unless.iter().enumerate() {
            for smaller in smaller(c) {
                with(&|w| w.book.provisions[i].unless[u] = smaller.clone());
            }
        }
        if let Sort2::Norm { applies: Some(c), .. } = &p.sort {
            for smaller in smaller(c) {
                with(&|w| {
                    if let Sort2::Norm { applies, .. } = &mut w.book.provisions[i].sort {
                        *applies = Some(smaller.clone());
                    }
                });
            }
        }
    }
    with(&|w| w.case.on = None);
    with(&|w| w.case.rebuttal = None);
    for i in 0..world.case.entities.len() {
        with(&|w| w.case.entities[i].on = None);
    }
    // What nobody speaks of any more.
    for i in (0..world.case.entities.len()).rev() {
        if let Some(w) = without_entity(world, i) {
            out.push(w);
        }
    }
    for i in (0..book.sentences.len()).rev() {
        if let Some(w) = without_sentence(world, i) {
            out.push(w);
        }
    }
    // A `some` alone in a section would bind its variables for the whole norm.
    let alone = |c: &Option<Cond>, binds: &[Var]| match c {
        None => !binds.is_empty(),
        Some(Cond::Some(..)) => binds.is_empty(),
        Some(Cond::All(each)) => binds.is_empty() && matches!(each[..], [Cond::Some(..)]),
        Some(_) => false,
    };
    out.retain(|w| {
        w.book.provisions.iter().all(|p| match &p.sort {
            Sort2::Norm { applies, binds, binds_later, .. } => !alone(applies, binds) && !alone(&p.when, binds_later),
            _ => true,
        })
    });
    // Only what differs is smaller.
    let before = format!("{world:?}");
    out.retain(|w| format!("{w:?}") != before);
    out
}

fn smaller(cond: &Cond) -> Vec<Cond> {
    match cond {
        Cond::All(each) | Cond::Any(each) | Cond::None(each) | Cond::AtLeast(_, each) => {
            let mut out: Vec<Cond> = each.clone();
            for i in 0..each.len() {
                let mut fewer = each.clone();
                fewer.remove(i);
                if !fewer.is_empty() {
                    out.push(match cond {
                        Cond::Any(_) => Cond::Any(fewer),
                        Cond::None(_) => Cond::None(fewer),
                        Cond::AtLeast(n, _) => Cond::AtLeast((*n).min(fewer.len()), fewer),
                        _ => Cond::All(fewer),
                    });
                }
                for s in smaller(&each[i]) {
                    let mut other = each.clone();
                    other[i] = s;
                    out.push(match cond {
                        Cond::Any(_) => Cond::Any(other),
                        Cond::None(_) => Cond::None(other),
                        Cond::AtLeast(n, _) => Cond::AtLeast(*n, other),
                        _ => Cond::All(other),
                    });
                }
            }
            out
        }
        Cond::Some(v, c) => {
            let mut out: Vec<Cond> = smaller(c).into_iter().map(|c| Cond::Some(v.clone(), Box::new(c))).collect();
            out.push((**c).clone());
            out
        }
        Cond::No(v, c) => {
            let mut out: Vec<Cond> = smaller(c).into_iter().map(|c| Cond::No(v.clone(), Box::new(c))).collect();
            out.push((**c).clone());
            out
        }
        Cond::Every(v, c, then) => {
            let mut out = vec![Cond::No(v.clone(), c.clone())];
            out.extend(smaller(then).into_iter().map(|t| Cond::Every(v.clone(), c.clone(), Box::new(t))));
            out.extend(smaller(c).into_iter().map(|c| Cond::Every(v.clone(), Box::new(c), then.clone())));
            out
        }
        Cond::Lit(l) if l.negated => vec![Cond::Lit(Lit { negated: false, ..l.clone() })],
        _ => Vec::new(),
    }
}

fn without_entity(world: &World, gone: usize) -> Option<World> {
    fn shift(g: &mut Ground, gone: usize) -> bool {
        g.args.iter_mut().all(|a| match a {
            Obj::Entity(e) if *e == gone => false,
            Obj::Entity(e) => {
                *e -= usize::from(*e > gone);
                true
            }
            Obj::Sentence(q) => shift(&mut q.ground, gone),
        })
    }
    let mut w = world.clone();
    w.case.entities.remove(gone);
    for (_, c) in &mut w.case.statements {
        match c {
            Content::Sentence(Quoted { ground, .. }) | Content::Measure(ground, ..) => {
                if !shift(ground, gone) {
                    return None;
                }
            }
            Content::Breach(..) => return None,
        }
    }
    Some(w)
}

/// The world without a sentence, if nothing speaks of it.
fn without_sentence(world: &World, gone: usize) -> Option<World> {
    let mut w = world.clone();
    w.book.sentences.remove(gone);
    let mut used = false;
    let mut shift = |s: &mut usize| {
        used |= *s == gone;
        *s -= usize::from(*s > gone);
    };
    each_sentence(&mut w, &mut shift);
    (!used).then_some(w)
}

/// Visits the number of every sentence that stands anywhere.
pub fn each_sentence(w: &mut World, visit: &mut dyn FnMut(&mut usize)) {
    fn lit(l: &mut Lit, visit: &mut dyn FnMut(&mut usize)) {
        visit(&mut l.sentence);
        l.args.iter_mut().for_each(|t| term(t, visit));
    }
    fn term(t: &mut Term, visit: &mut dyn FnMut(&mut usize)) {
        if let Term::Sentence(l) = t {
            lit(l, visit);
        }
    }
    fn measure(m: &mut Measure, visit: &mut dyn FnMut(&mut usize)) {
        if let Measure::Declared(s, args) = m {
            visit(s);
            args.iter_mut().for_each(|t| term(t, visit));
        }
    }
    fn cond(c: &mut Cond, visit: &mut dyn FnMut(&mut usize)) {
        match c {
            Cond::Lit(l) => lit(l, visit),
            Cond::Compare { left, right, .. } => {
                measure(left, visit);
                if let Operand::Measure(m) = right {
                    measure(m, visit);
                }
            }
            Cond::All(each) | Cond::Any(each) | Cond::None(each) | Cond::AtLeast(_, each) => {
                each.iter_mut().for_each(|c| cond(c, visit));
            }
            Cond::Some(_, c) | Cond::No(_, c) => cond(c, visit),
            Cond::Every(_, c, then) => {
                cond(c, visit);
                cond(then, visit);
            }
            Cond::Position(..) | Cond::Same(..) | Cond::IsA(..) | Cond::BoundBy { .. } => {}
            Cond::Breaches { .. } | Cond::Peremptory { .. } | Cond::Wrongful { .. } => {}
        }
    }
    fn ground(g: &mut Ground, visit: &mut dyn FnMut(&mut usize)) {
        visit(&mut g.sentence);
        for a in &mut g.args {
            if let Obj::Sentence(q) = a {
                ground(&mut q.ground, visit);
            }
        }
    }
    for s in &mut w.book.sources {
        s.through.iter_mut().for_each(|t| cond(&mut t.when, visit));
        s.scopes.iter_mut().for_each(|t| cond(&mut t.when, visit));
    }
    for p in &mut w.book.provisions {
        p.when.iter_mut().chain(&mut p.unless).for_each(|c| cond(c, visit));
        match &mut p.sort {
            Sort2::Rule(h) | Sort2::Presume(h) => lit(h, visit),
            Sort2::Norm { applies, concludes, .. } => {
                applies.iter_mut().for_each(|c| cond(c, visit));
                concludes.iter_mut().for_each(|l| lit(l, visit));
            }
            Sort2::Exception(_) => {}
        }
    }
    for (_, c) in &mut w.case.statements {
        if let Content::Sentence(Quoted { ground: g, .. }) | Content::Measure(g, ..) = c {
            ground(g, visit);
        }
    }
}
