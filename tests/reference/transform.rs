//! Worlds that differ in what must not matter: names, order, things that nobody refers to. Knows nothing of values.

use std::collections::BTreeMap;

use super::hold::each_sentence;
use super::model::*;

/// New names for old ones; each keeps its first letter's case and sorts elsewhere.
#[derive(Default)]
pub struct Names {
    new: BTreeMap<Name, Name>,
}

impl Names {
    /// The new name of an id, an entity, a variable.
    fn of(&mut self, name: Name) -> Name {
        if matches!(name, "act" | "sentence") {
            return name;
        }
        self.new.entry(name).or_insert_with(|| {
            let mut letters = name.bytes();
            if let Some(first) = letters.next().filter(u8::is_ascii_uppercase)
                && letters.all(|l| l.is_ascii_digit())
            {
                // A variable, which in clauses of sources must be a letter with digits.
                let first = char::from(b'A' + (first - b'A' + 7) % 26);
                return Box::leak(format!("{first}{}", &name[1..]).into_boxed_str());
            }
            let n: usize = name.bytes().map(usize::from).sum();
            let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
            let first = char::from(if capital { b'A' } else { b'a' } + u8::try_from(n * 7 % 26).unwrap_or(0));
            Box::leak(
                format!("{first}q{name}")
                    .to_lowercase()
                    .replacen(first.to_ascii_lowercase(), &first.to_string(), 1)
                    .into_boxed_str(),
            )
        })
    }

    /// Words with every token renamed that is a word of its own: a colour, the id of a norm.
    fn words(&mut self, words: Name) -> Name {
        let fixed = [
            "{}", "is", "to", "the", "amount", "of", "knew", "that", "there", "was", "must", "not", "go", "near", "or",
            "cause", "by",
        ];
        let new: Vec<Name> = words.split(' ').map(|w| if fixed.contains(&w) { w } else { self.of(w) }).collect();
        Box::leak(new.join(" ").into_boxed_str())
    }

    /// A key of verdicts in new names.
    pub fn key(&mut self, key: &[Name]) -> Vec<Name> {
        key.iter().map(|k| if k.contains(' ') { self.words(k) } else { self.of(k) }).collect()
    }
}

/// The world with everything renamed.
pub fn rename(world: &World, n: &mut Names) -> World {
    let mut w = world.clone();
    for p in &mut w.book.packs {
        p.id = n.of(p.id);
    }
    for k in &mut w.book.kinds {
        k.id = n.of(k.id);
        k.parent = k.parent.map(|p| n.of(p));
    }
    for s in &mut w.book.sentences {
        s.words = n.words(s.words);
        s.slots.iter_mut().flatten().for_each(|k| *k = n.of(k));
    }
    for p in &mut w.book.positions {
        *p = n.of(p);
    }
    for s in &mut w.book.sources {
        s.id = n.of(s.id);
        s.members_of = s.members_of.map(|m| n.of(m));
        for t in &mut s.through {
            var(&mut t.group, n);
            var(&mut t.party, n);
            cond(&mut t.when, n);
        }
        for t in &mut s.scopes {
            t.vars.iter_mut().for_each(|v| var(v, n));
            cond(&mut t.when, n);
        }
        s.reservations.iter_mut().for_each(|(by, _)| *by = n.of(by));
        s.parties.iter_mut().for_each(|(who, ..)| *who = n.of(who));
    }
    for p in &mut w.book.provisions {
        p.id = n.of(p.id);
        p.vars.iter_mut().for_each(|v| var(v, n));
        p.under.iter_mut().for_each(|c| c.source = n.of(c.source));
        p.when.iter_mut().chain(&mut p.unless).for_each(|c| cond(c, n));
        p.prevails.iter_mut().for_each(|o| *o = n.of(o));
        match &mut p.sort {
            Sort2::Rule(h) | Sort2::Presume(h) => lit(h, n),
            Sort2::Exception(to) => to.iter_mut().for_each(|t| *t = n.of(t)),
            Sort2::Norm { words, applies, binds, binds_later, concludes, .. } => {
                *words = n.words(words);
                applies.iter_mut().for_each(|c| cond(c, n));
                binds.iter_mut().chain(binds_later).for_each(|v| var(v, n));
                concludes.iter_mut().for_each(|l| lit(l, n));
            }
        }
    }
    for e in &mut w.case.entities {
        e.name = n.of(e.name);
        e.kind = n.of(e.kind);
    }
    for (h, c) in &mut w.case.statements {
        if let Heading::Claimed(who) | Heading::Denied(who) | Heading::Found(who) | Heading::Asserted(who) = h {
            *who = n.of(who);
        }
        if let Content::Breach(norm, _) = c {
            *norm = n.of(norm);
        }
    }
    w
}

fn var(v: &mut Var, n: &mut Names) {
    v.name = n.of(v.name);
    v.kinds.iter_mut().for_each(|k| *k = n.of(k));
}

fn lit(l: &mut Lit, n: &mut Names) {
    l.args.iter_mut().for_each(|t| term(t, n));
}

fn term(t: &mut Term, n: &mut Names) {
    match t {
        Term::Var(v) => *v = n.of(v),
        Term::Sentence(l) => lit(l, n),
    }
}

fn measure(m: &mut Measure, n: &mut Names) {
    match m {
        Measure::Declared(_, args) => args.iter_mut().for_each(|t| term(t, n)),
        Measure::DateOf(v) => *v = n.of(v),
    }
}

fn cond(c: &mut Cond, n: &mut Names) {
    match c {
        Cond::Lit(l) => lit(l, n),
        Cond::Position(p, _) => *p = n.of(p),
        Cond::Same(l, r, _) | Cond::IsA(l, r, _) => (*l, *r) = (n.of(l), n.of(r)),
        Cond::BoundBy { actor, source, act, .. } => {
            (*actor, *source) = (n.of(actor), n.of(source));
            act.iter_mut().for_each(|a| *a = n.of(a));
        }
        Cond::Breaches { norm, args, .. } => {
            *norm = n.of(norm);
            args.iter_mut().flatten().for_each(|a| *a = n.of(a));
        }
        Cond::Peremptory { actor, act, .. } => {
            *actor = n.of(actor);
            act.iter_mut().for_each(|a| *a = n.of(a));
        }
        Cond::Wrongful { act, actor, .. } => (*act, *actor) = (n.of(act), n.of(actor)),
        Cond::Compare { left, right, .. } => {
            measure(left, n);
            if let Operand::Measure(m) = right {
                measure(m, n);
            }
        }
        Cond::All(each) | Cond::Any(each) | Cond::None(each) | Cond::AtLeast(_, each) => {
            each.iter_mut().for_each(|c| cond(c, n));
        }
        Cond::Some(vars, c) | Cond::No(vars, c) => {
            vars.iter_mut().for_each(|v| var(v, n));
            cond(c, n);
        }
        Cond::Every(vars, c, then) => {
            vars.iter_mut().for_each(|v| var(v, n));
            cond(c, n);
            cond(then, n);
        }
    }
}

/// The world with declarations, provisions (presumptions among themselves excepted), entities and statements in an order
/// that the seed decides.
pub fn reorder(world: &World, seed: u64) -> World {
    let mut w = world.clone();
    let mut dice = Dice(seed | 1);
    dice.shuffle(&mut w.book.kinds);
    dice.shuffle(&mut w.book.sources);
    dice.shuffle(&mut w.book.positions);
    dice.shuffle(&mut w.case.statements);
    // Presumptions keep their places among the presumptions.
    let mut provisions = w.book.provisions.clone();
    dice.shuffle(&mut provisions);
    let presumes = |p: &Provision| matches!(p.sort, Sort2::Presume(_));
    let mut in_order = w.book.provisions.iter().filter(|p| presumes(p)).cloned().collect::<Vec<_>>().into_iter();
    for p in provisions.iter_mut().filter(|p| presumes(p)) {
        *p = in_order.next().expect("as many as before");
    }
    provisions.sort_by_key(|p| p.pack);
    w.book.provisions = provisions;
    for p in &mut w.book.provisions {
        dice.shuffle(&mut p.under);
        dice.shuffle(&mut p.unless);
        p.when.iter_mut().for_each(|c| shuffle_cond(c, &mut dice));
    }
    let order = dice.order(w.book.sentences.len());
    w.book.sentences = order.iter().map(|i| world.book.sentences[*i].clone()).collect();
    let place = |old: usize| order.iter().position(|i| *i == old).expect("every sentence");
    each_sentence(&mut w, &mut |s| *s = place(*s));
    let order = dice.order(w.case.entities.len());
    w.case.entities = order.iter().map(|i| world.case.entities[*i].clone()).collect();
    let place = |old: usize| order.iter().position(|i| *i == old).expect("every entity");
    for (_, c) in &mut w.case.statements {
        match c {
            Content::Sentence(Quoted { ground, .. }) | Content::Measure(ground, ..) => move_entities(ground, &place),
            Content::Breach(_, who) => who.iter_mut().for_each(|e| *e = place(*e)),
        }
    }
    w
}

fn shuffle_cond(c: &mut Cond, dice: &mut Dice) {
    if let Cond::All(each) | Cond::Any(each) | Cond::None(each) | Cond::AtLeast(_, each) = c {
        dice.shuffle(each);
        each.iter_mut().for_each(|c| shuffle_cond(c, dice));
    }
}

fn move_entities(g: &mut Ground, place: &dyn Fn(usize) -> usize) {
    for a in &mut g.args {
        match a {
            Obj::Entity(e) => *e = place(*e),
            Obj::Sentence(q) => move_entities(&mut q.ground, place),
        }
    }
}

/// A small generator of pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % below.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.next(i + 1));
        }
    }

    fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        self.shuffle(&mut order);
        order
    }
}

/// The world with a kind, a source, a position, two sentences, a rule, a presumption and entities that nothing else
/// refers to; something is even said of one of the new entities.
pub fn extend(world: &World) -> World {
    let mut w = world.clone();
    w.book.kinds.push(Kind { id: "stranger", parent: None });
    w.book.positions.push("foreign-view");
    let fact = w.book.sentences.len();
    for sort in [Sort::Fact, Sort::Conclusion] {
        let words = if sort == Sort::Fact { "{} is foreign" } else { "{} is alien" };
        let slots = vec![vec!["stranger"]];
        w.book.sentences.push(Sentence { sort, raised: false, words, slots, crossroads: false });
    }
    let var = Var { name: "V", kinds: vec!["stranger"] };
    let head = |sentence| Lit { sentence, args: vec![Term::Var("V")], negated: false };
    for (id, sort, when) in [
        ("foreign-rule", Sort2::Rule(head(fact + 1)), Some(Cond::Lit(head(fact)))),
        ("foreign-presumption", Sort2::Presume(head(fact)), Some(Cond::Position("foreign-view", false))),
    ] {
        w.book.provisions.insert(
            0,
            Provision {
                id,
                sort,
                vars: vec![var.clone()],
                under: Vec::new(),
                when,
                unless: Vec::new(),
                prevails: Vec::new(),
                without_presumptions: false,
                peremptory: false,
                rebuttal: None,
                pack: 0,
            },
        );
    }
    for (name, kind) in [("Ada", "person"), ("Cob", "act"), ("Dora", "state"), ("Ezra", "stranger")] {
        w.case.entities.push(Entity { name, kind, on: None });
    }
    let ground = Ground { sentence: fact, args: vec![Obj::Entity(w.case.entities.len() - 1)] };
    let said = Content::Sentence(Quoted { ground, negated: false });
    w.case.statements.insert(0, (Heading::Evidence(Std::Clear), said));
    w
}
