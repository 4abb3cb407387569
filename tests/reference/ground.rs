//! Grounds a world: every sentence that something may ask for and every norm instance, with its formula over others, its
//! level (what it is subject to lies lower), and whether it is idle. Knows nothing of standpoints.

use std::collections::{BTreeSet, HashMap};

use super::model::*;

/// A formula over ground sentences and norm instances.
#[derive(Debug, Clone)]
pub enum F {
    Val(bool, bool),
    Atom(usize),
    Position(Name),
    /// The comparison of measures with values, as statements to be weighed.
    Compare(Comparison),
    Not(Box<F>),
    And(Vec<F>),
    Or(Vec<F>),
    AtLeast(usize, Vec<F>),
    /// For each value of the variables, the first part and what then must hold.
    Every(Vec<(F, F)>),
    /// The *or* of V over those instances that are not idle.
    Breaches(Vec<usize>),
    /// The *or* of V and bound over those instances that are not idle.
    Wrongful(Vec<(usize, F)>),
    /// A test that is always possible and names no sentence, whatever stands in it.
    Always(Box<F>),
}

pub const TRUE: F = F::Val(true, false);
pub const FALSE: F = F::Val(false, true);

#[derive(Debug, Clone)]
pub enum Comparison {
    /// Of a measure with a value, or of two measures; a date that is known counts as an established statement.
    One(Side, Op, Quantity),
    Two(Side, Op, Side),
}

#[derive(Debug, Clone)]
pub enum Side {
    Measure(Ground),
    Date(Option<Date>),
}

/// An instance of a rule, presumption, exception or norm.
#[derive(Debug, Clone)]
pub struct Prov {
    /// Whether it cites nothing or some source in force (norms: always).
    pub in_force: bool,
    pub cond: F,
    pub exceptions: Vec<Exc>,
    pub strict: bool,
    pub rho: Std,
    /// The rebuttal standard that it or its pack names.
    pub own_rho: Option<Std>,
}

#[derive(Debug, Clone)]
pub enum Exc {
    Inline(F),
    Named(Prov),
    /// A rule that prevails.
    Rule(Prov),
    /// Instances of a norm that prevails.
    Norms(Vec<usize>),
}

/// A ground sentence.
#[derive(Debug, Clone)]
pub struct Atom {
    pub ground: Ground,
    pub rules: Vec<Prov>,
    pub against: Vec<Prov>,
    pub norms: Vec<usize>,
    pub norms_against: Vec<usize>,
    /// Whether the negation is presumed.
    pub presumptions: Vec<(bool, Prov)>,
    pub mentioned: bool,
    pub level: usize,
}

/// A norm instance.
#[derive(Debug, Clone)]
pub struct Norm {
    pub provision: usize,
    pub args: Vec<Obj>,
    pub bound: F,
    pub applies: F,
    pub breached: F,
    pub prov: Prov,
    pub possible: bool,
    pub untouched: bool,
    pub level: usize,
}

type Env = Vec<(Name, Obj)>;

pub struct Grounding<'w> {
    pub world: &'w World,
    pub atoms: Vec<Atom>,
    pub norms: Vec<Norm>,
    pub ids: HashMap<Ground, usize>,
    concluded: HashMap<Ground, (Vec<usize>, Vec<usize>)>,
    active: BTreeSet<usize>,
    quoted: Vec<Obj>,
    mentioned: BTreeSet<Ground>,
    instances: Vec<(usize, Env)>,
    possible: Vec<bool>,
    possible_norm: Vec<bool>,
}

/// Grounds all norm instances, the sentences asked for, and everything they rest on.
pub fn ground<'w>(world: &'w World, asked: &[Ground]) -> Grounding<'w> {
    let mut g = Grounding {
        world,
        atoms: Vec::new(),
        norms: Vec::new(),
        ids: HashMap::new(),
        concluded: HashMap::new(),
        active: BTreeSet::new(),
        quoted: Vec::new(),
        mentioned: BTreeSet::new(),
        instances: Vec::new(),
        possible: Vec::new(),
        possible_norm: Vec::new(),
    };
    g.survey();
    g.enumerate_norms();
    for i in 0..g.instances.len() {
        let norm = g.norm(i);
        g.norms.push(norm);
    }
    for a in asked {
        g.atom(a.clone());
    }
    let mut next = 0;
    while next < g.atoms.len() {
        g.define(next);
        next += 1;
    }
    g.find_levels();
    g.find_idle();
    g
}

impl Grounding<'_> {
    /// Who and what occurs in statements, which sentences stand in slots, and what is mentioned.
    fn survey(&mut self) {
        fn occurs(g: &Ground, active: &mut BTreeSet<usize>, quoted: &mut Vec<Obj>) {
            for a in &g.args {
                match a {
                    Obj::Entity(e) => {
                        active.insert(*e);
                    }
                    Obj::Sentence(q) => {
                        if !quoted.contains(a) {
                            quoted.push(a.clone());
                        }
                        occurs(&q.ground, active, quoted);
                    }
                }
            }
        }
        for (_, content) in &self.world.case.statements {
            match content {
                Content::Sentence(Quoted { ground, .. }) | Content::Measure(ground, _, _) => {
                    occurs(ground, &mut self.active, &mut self.quoted);
                    self.mentioned.insert(ground.clone());
                }
                Content::Breach(_, who) => self.active.extend(who.iter().copied()),
            }
        }
    }

    /// What a variable of these kinds ranges over.
    fn domain(&self, kinds: &[Name]) -> Vec<Obj> {
        let entities = self.active.iter().map(|e| Obj::Entity(*e));
        entities.chain(self.quoted.iter().cloned()).filter(|o| self.world.fits(o, kinds)).collect()
    }

    fn assignments(&self, vars: &[Var]) -> Vec<Env> {
        let mut all: Vec<Env> = vec![Vec::new()];
        for v in vars {
            let domain = self.domain(&v.kinds);
            all = all
                .iter()
                .flat_map(|env| {
                    domain.iter().map(move |o| {
                        let mut env = env.clone();
                        env.push((v.name, o.clone()));
                        env
                    })
                })
                .collect();
        }
        all
    }

    fn enumerate_norms(&mut self) {
        for (i, p) in self.world.book.provisions.iter().enumerate() {
            let Sort2::Norm { concludes, .. } = &p.sort else { continue };
            for env in self.assignments(&p.instance_vars()) {
                let id = self.instances.len();
                for l in concludes {
                    if let Some(g) = self.fitting(l, &env) {
                        let entry = self.concluded.entry(g).or_default();
                        if l.negated { entry.1.push(id) } else { entry.0.push(id) }
                    }
                }
                self.instances.push((i, env));
            }
        }
    }

    // Terms and sentences.

    fn get<'e>(&self, env: &'e Env, name: Name) -> &'e Obj {
        env.iter().rev().find(|(n, _)| *n == name).map(|(_, o)| o).unwrap_or_else(|| panic!("no variable {name}"))
    }

    fn term(&self, term: &Term, env: &Env) -> Obj {
        match term {
            Term::Var(v) => self.get(env, v).clone(),
            Term::Sentence(l) => {
                Obj::Sentence(Box::new(Quoted { ground: self.ground_of(l.sentence, &l.args, env), negated: l.negated }))
            }
        }
    }

    fn ground_of(&self, sentence: usize, args: &[Term], env: &Env) -> Ground {
        Ground { sentence, args: args.iter().map(|t| self.term(t, env)).collect() }
    }

    fn fits(&self, g: &Ground) -> bool {
        let slots = &self.world.book.sentences[g.sentence].slots;
        assert_eq!(slots.len(), g.args.len());
        slots.iter().zip(&g.args).all(|(kinds, o)| self.world.fits(o, kinds))
    }

    /// The ground sentence without its sign, if its arguments fit.
    fn fitting(&self, l: &Lit, env: &Env) -> Option<Ground> {
        let g = self.ground_of(l.sentence, &l.args, env);
        self.fits(&g).then_some(g)
    }

    fn atom(&mut self, ground: Ground) -> usize {
        if let Some(id) = self.ids.get(&ground) {
            return *id;
        }
        let id = self.atoms.len();
        self.ids.insert(ground.clone(), id);
        let mentioned = self.mentioned.contains(&ground);
        self.atoms.push(Atom {
            ground,
            rules: Vec::new(),
            against: Vec::new(),
            norms: Vec::new(),
            norms_against: Vec::new(),
            presumptions: Vec::new(),
            mentioned,
            level: 0,
        });
        id
    }

    // Provisions.

    /// The values of a head's variables, if they fit.
    fn head_env(&self, p: &Provision, head: &Lit, ground: &Ground) -> Option<Env> {
        assert!(head.args.iter().zip(&p.vars).all(|(t, v)| matches!(t, Term::Var(n) if *n == v.name)));
        let fit = p.vars.iter().zip(&ground.args).all(|(v, o)| self.world.fits(o, &v.kinds));
        fit.then(|| p.vars.iter().map(|v| v.name).zip(ground.args.iter().cloned()).collect())
    }

    fn define(&mut self, id: usize) {
        let world = self.world;
        let ground = self.atoms[id].ground.clone();
        for p in &world.book.provisions {
            match &p.sort {
                Sort2::Rule(head) if head.sentence == ground.sentence => {
                    if let Some(env) = self.head_env(p, head, &ground) {
                        let prov = self.rule(p, head, &ground, &env);
                        if head.negated { self.atoms[id].against.push(prov) } else { self.atoms[id].rules.push(prov) }
                    }
                }
                Sort2::Presume(head) if head.sentence == ground.sentence => {
                    if let Some(env) = self.head_env(p, head, &ground) {
                        let prov = self.prov(p, &env, self.date(p, &env));
                        self.atoms[id].presumptions.push((head.negated, prov));
                    }
                }
                _ => {}
            }
        }
        if let Some((pro, contra)) = self.concluded.get(&ground).cloned() {
            self.atoms[id].norms = pro;
            self.atoms[id].norms_against = contra;
        }
    }

    /// The date of a provision instance: that of its act variable, or of the incident.
    fn date(&self, p: &Provision, env: &Env) -> Option<Date> {
        match p.act(&self.world.book) {
            Some(act) => self.date_of(self.get(env, act)),
            None => self.world.case.on,
        }
    }

    fn date_of(&self, obj: &Obj) -> Option<Date> {
        match obj {
            Obj::Entity(e) => self.world.case.entities[*e].on.or(self.world.case.on),
            Obj::Sentence(_) => self.world.case.on,
        }
    }

    fn in_force(&self, source: &Source, date: Option<Date>) -> bool {
        let Some(d) = date else { return true };
        let late = match source.sort {
            SourceSort::Treaty => source.in_force,
            SourceSort::Custom => source.since,
            _ => None,
        };
        !(late.is_some_and(|from| from > d) || source.until.is_some_and(|until| until <= d))
    }

    fn rule(&mut self, p: &Provision, head: &Lit, ground: &Ground, env: &Env) -> Prov {
        let mut prov = self.prov(p, env, self.date(p, env));
        let world = self.world;
        for q in world.book.provisions.iter().filter(|q| q.prevails.contains(&p.id)) {
            if let Sort2::Rule(other) = &q.sort
                && other.sentence == head.sentence
                && other.negated != head.negated
                && let Some(env) = self.head_env(q, other, ground)
            {
                let prevailing = self.rule(q, other, ground, &env);
                prov.exceptions.push(Exc::Rule(prevailing));
            }
        }
        prov
    }

    /// Conditions with `unless` blocks and named exceptions; `date` decides which sources are in force.
    fn prov(&mut self, p: &Provision, env: &Env, date: Option<Date>) -> Prov {
        let book = &self.world.book;
        let pack = &book.packs[p.pack];
        let in_force =
            p.is_norm() || p.under.is_empty() || p.under.iter().any(|c| self.in_force(book.source(c.source), date));
        let cond = p.when.as_ref().map_or(TRUE, |c| self.cond(c, env));
        let mut exceptions: Vec<Exc> = p.unless.iter().map(|u| Exc::Inline(self.cond(u, env))).collect();
        for e in &book.provisions {
            if let Sort2::Exception(to) = &e.sort
                && to.contains(&p.id)
            {
                exceptions.push(Exc::Named(self.prov(e, env, date)));
            }
        }
        Prov {
            in_force,
            cond,
            exceptions,
            strict: p.without_presumptions || pack.without_presumptions,
            own_rho: p.rebuttal.or(pack.rebuttal),
            rho: p.rebuttal.or(pack.rebuttal).or(self.world.case.rebuttal).unwrap_or(Std::Balance),
        }
    }

    fn norm(&mut self, id: usize) -> Norm {
        let world = self.world;
        let (number, env) = self.instances[id].clone();
        let p = &world.book.provisions[number];
        let Sort2::Norm { applies, .. } = &p.sort else { panic!("a norm") };
        let date = self.date(p, &env);
        let bound = self.bound(p, &env, date);
        let applies = applies.as_ref().map_or(TRUE, |c| self.cond(c, &env));
        let mut prov = self.prov(p, &env, date);
        let breached = std::mem::replace(&mut prov.cond, TRUE);
        prov.cond = F::And(vec![bound.clone(), applies.clone(), breached.clone()]);
        for (q, over) in world.book.provisions.iter().enumerate().filter(|(_, q)| q.prevails.contains(&p.id)) {
            if over.is_norm() {
                let shared: Vec<(Name, Obj)> =
                    env.iter().filter(|(n, _)| over.instance_vars().iter().any(|v| v.name == *n)).cloned().collect();
                let matching = self.matching(q, |e| shared.iter().all(|(n, o)| self.get(e, n) == o));
                prov.exceptions.push(Exc::Norms(matching));
            }
        }
        let args = env.into_iter().map(|(_, o)| o).collect();
        Norm { provision: number, args, bound, applies, breached, prov, possible: false, untouched: false, level: 0 }
    }

    fn matching(&self, provision: usize, fits: impl Fn(&Env) -> bool) -> Vec<usize> {
        (0..self.instances.len()).filter(|i| self.instances[*i].0 == provision && fits(&self.instances[*i].1)).collect()
    }

    // What binds whom.

    fn bound(&mut self, p: &Provision, env: &Env, date: Option<Date>) -> F {
        let world = self.world;
        let addressee = self.get(env, p.vars[0].name).clone();
        let mut each = Vec::new();
        for Cite { source, pins } in &p.under {
            let source = world.book.source(source);
            let mut all = vec![F::Val(self.in_force(source, date), !self.in_force(source, date))];
            all.push(self.reaches(source, pins, &addressee, date));
            for scope in &source.scopes {
                if scope.pins.is_empty() || scope.pins.iter().any(|p| pins.contains(p)) {
                    let free: Vec<Var> =
                        scope.vars.iter().filter(|v| !env.iter().any(|(n, _)| *n == v.name)).cloned().collect();
                    let conds = self.assignments(&free).into_iter().map(|more| {
                        let env: Env = env.iter().cloned().chain(more).collect();
                        self.cond(&scope.when, &env)
                    });
                    let conds = conds.collect::<Vec<F>>();
                    all.push(F::Or(conds));
                }
            }
            let reserved = source.reservations.iter().any(|(by, to)| {
                matches!(&addressee, Obj::Entity(e) if world.case.entities[*e].name == *by)
                    && pins.iter().all(|p| to.contains(p))
            });
            all.push(F::Val(!reserved, reserved));
            each.push(F::And(all));
        }
        F::Or(each)
    }

    /// Whether a source reaches an actor; without pinpoints, any part of it that does.
    fn reaches(&mut self, source: &Source, pins: &[Name], actor: &Obj, date: Option<Date>) -> F {
        let world = self.world;
        let mut ways = Vec::new();
        if source.sort == SourceSort::Custom {
            ways.push(TRUE);
        }
        if source.sort == SourceSort::Code
            && let Some(of) = &source.restates
            && (of.is_empty() || pins.is_empty() || of.iter().any(|p| pins.contains(p)))
        {
            ways.push(TRUE);
        }
        if source.sort == SourceSort::Treaty {
            ways.push(self.party(source, actor, date));
        }
        if let Some(t) = source.members_of {
            let of = world.book.source(t);
            let in_force = self.in_force(of, date);
            let reaches = self.reaches(of, &[], actor, date);
            ways.push(F::And(vec![F::Val(in_force, !in_force), reaches]));
        }
        for t in &source.through {
            if !world.fits(actor, &t.group.kinds) {
                continue;
            }
            for p in self.domain(&t.party.kinds) {
                let is_party = self.party(source, &p, date);
                let env = vec![(t.group.name, actor.clone()), (t.party.name, p)];
                let when = self.cond(&t.when, &env);
                ways.push(F::And(vec![is_party, when]));
            }
        }
        F::Or(ways)
    }

    fn party(&self, source: &Source, actor: &Obj, date: Option<Date>) -> F {
        let Obj::Entity(e) = actor else { return FALSE };
        let name = self.world.case.entities[*e].name;
        let mut periods = source.parties.iter().filter(|(who, _, _)| *who == name);
        match date {
            None if periods.next().is_some() => F::Val(false, false),
            None => FALSE,
            Some(d) => {
                let is = periods.any(|(_, from, until)| *from <= d && until.is_none_or(|u| d < u));
                F::Val(is, !is)
            }
        }
    }

    // Conditions.

    fn all(&mut self, each: &[Cond], env: &Env) -> Vec<F> {
        each.iter().map(|c| self.cond(c, env)).collect()
    }

    /// A condition for each value of the variables.
    fn over(&mut self, vars: &[Var], env: &Env, mut cond: impl FnMut(&mut Self, &Env) -> F) -> Vec<F> {
        let mut out = Vec::new();
        for more in self.assignments(vars) {
            let env: Env = env.iter().cloned().chain(more).collect();
            out.push(cond(self, &env));
        }
        out
    }

    fn cond(&mut self, cond: &Cond, env: &Env) -> F {
        let world = self.world;
        let signed = |f: F, negated: bool| if negated { F::Not(Box::new(f)) } else { f };
        let test = |is: bool, negated: bool| if is == negated { FALSE } else { TRUE };
        match cond {
            Cond::Lit(l) => match self.fitting(l, env) {
                Some(g) => signed(F::Atom(self.atom(g)), l.negated),
                None => test(false, l.negated),
            },
            Cond::Position(p, n) => F::Always(Box::new(signed(F::Position(p), *n))),
            Cond::Same(l, r, n) => test(self.get(env, l) == self.get(env, r), *n),
            Cond::IsA(v, k, n) => test(world.fits(self.get(env, v), &[*k]), *n),
            Cond::BoundBy { actor, source, act, negated } => {
                let date = act.map_or(world.case.on, |a| self.date_of(self.get(env, a)));
                let source = world.book.source(source);
                let in_force = self.in_force(source, date);
                let reaches = self.reaches(source, &[], self.get(env, actor), date);
                F::Always(Box::new(signed(F::And(vec![F::Val(in_force, !in_force), reaches]), *negated)))
            }
            Cond::Breaches { norm, args, negated } => {
                let number = world.book.provision(norm);
                let fixed: Vec<Option<Obj>> = args.iter().map(|a| a.map(|a| self.get(env, a).clone())).collect();
                let matching = self
                    .matching(number, |e| e.iter().zip(&fixed).all(|((_, o), f)| f.as_ref().is_none_or(|f| f == o)));
                signed(F::Breaches(matching), *negated)
            }
            Cond::Peremptory { actor, act, negated } => {
                let actor = self.get(env, actor).clone();
                let by = act.map(|a| self.get(env, a).clone());
                let mut each = Vec::new();
                for (number, p) in world.book.provisions.iter().enumerate() {
                    let Sort2::Norm { force: Force::Prohibition | Force::Obligation, .. } = p.sort else { continue };
                    let own_act = p.act(&world.book);
                    if !p.peremptory || by.is_some() && own_act.is_none() {
                        continue;
                    }
                    each.extend(self.matching(number, |e| {
                        let acts = by.as_ref().is_none_or(|a| e.iter().any(|(v, o)| own_act == Some(*v) && o == a));
                        e[0].1 == actor && acts
                    }));
                }
                signed(F::Breaches(each), *negated)
            }
            Cond::Wrongful { act, actor, negated } => {
                let (act, actor) = (self.get(env, act).clone(), self.get(env, actor).clone());
                let mut each = Vec::new();
                for id in 0..self.instances.len() {
                    let (number, inner) = self.instances[id].clone();
                    let p = &world.book.provisions[number];
                    let Sort2::Norm { force: Force::Prohibition | Force::Obligation, .. } = p.sort else { continue };
                    let by_act = matches!(p.sort, Sort2::Norm { words, .. } if words.contains("by {}"));
                    let is_act = by_act && p.act(&world.book).is_some_and(|v| *self.get(&inner, v) == act);
                    if !is_act || inner[0].1 == actor || !world.fits(&actor, &p.vars[0].kinds) {
                        continue;
                    }
                    let mut other = inner.clone();
                    other[0].1 = actor.clone();
                    let date = self.date(p, &other);
                    let bound = self.bound(p, &other, date);
                    each.push((id, bound));
                }
                signed(F::Wrongful(each), *negated)
            }
            Cond::Compare { left, op, right, negated } => {
                let left = self.side(left, env);
                let comparison = match right {
                    Operand::Value(q) => Comparison::One(left, *op, *q),
                    Operand::Measure(m) => Comparison::Two(left, *op, self.side(m, env)),
                };
                signed(F::Compare(comparison), *negated)
            }
            Cond::All(each) => F::And(self.all(each, env)),
            Cond::Any(each) => F::Or(self.all(each, env)),
            Cond::None(each) => F::Not(Box::new(F::Or(self.all(each, env)))),
            Cond::AtLeast(n, each) => F::AtLeast(*n, self.all(each, env)),
            Cond::Some(vars, c) => F::Or(self.over(vars, env, |g, env| g.cond(c, env))),
            Cond::No(vars, c) => F::Not(Box::new(F::Or(self.over(vars, env, |g, env| g.cond(c, env))))),
            Cond::Every(vars, c, then) => {
                let mut each = Vec::new();
                for more in self.assignments(vars) {
                    let env: Env = env.iter().cloned().chain(more).collect();
                    each.push((self.cond(c, &env), self.cond(then, &env)));
                }
                F::Every(each)
            }
        }
    }

    fn side(&self, m: &Measure, env: &Env) -> Side {
        match m {
            Measure::Declared(s, args) => Side::Measure(self.ground_of(*s, args, env)),
            Measure::DateOf(v) => Side::Date(self.date_of(self.get(env, v))),
        }
    }

    // Levels.

    /// Raises each node above what it is subject to (through a negation, an exception, a presumption of the opposite)
    /// and to what it otherwise rests on.
    fn find_levels(&mut self) {
        let atoms = self.atoms.len();
        let mut edges: Vec<Vec<(usize, bool)>> = Vec::new();
        for a in &self.atoms {
            let mut e = Vec::new();
            a.rules.iter().for_each(|p| prov_edges(p, atoms, false, &mut e));
            a.against.iter().for_each(|p| prov_edges(p, atoms, true, &mut e));
            a.norms.iter().for_each(|n| e.push((atoms + n, false)));
            a.norms_against.iter().for_each(|n| e.push((atoms + n, true)));
            a.presumptions.iter().for_each(|(negated, p)| prov_edges(p, atoms, *negated, &mut e));
            edges.push(e);
        }
        for n in &self.norms {
            let mut e = Vec::new();
            prov_edges(&n.prov, atoms, false, &mut e);
            edges.push(e);
        }
        let mut level = vec![0; edges.len()];
        loop {
            let before = level.clone();
            for (i, e) in edges.iter().enumerate() {
                for (to, below) in e {
                    level[i] = level[i].max(level[*to] + usize::from(*below));
                }
                assert!(level[i] <= edges.len(), "a cycle leads through a negation");
            }
            if level == before {
                break;
            }
        }
        for (i, l) in level.into_iter().enumerate() {
            if i < atoms { self.atoms[i].level = l } else { self.norms[i - atoms].level = l }
        }
    }

    // Idle instances.

    /// Whether some rule or norm concludes it positively.
    pub fn is_concluded(&self, sentence: usize) -> bool {
        self.concluders(sentence).any(|l| !l.negated)
    }

    /// Whether some rule or norm concludes it or its negation.
    pub fn is_touched(&self, sentence: usize) -> bool {
        self.concluders(sentence).next().is_some()
    }

    fn concluders(&self, sentence: usize) -> impl Iterator<Item = &Lit> {
        self.world
            .book
            .provisions
            .iter()
            .flat_map(|p| match &p.sort {
                Sort2::Rule(h) => std::slice::from_ref(h).iter(),
                Sort2::Norm { concludes, .. } => concludes.iter(),
                Sort2::Presume(_) | Sort2::Exception(_) => [].iter(),
            })
            .filter(move |l| l.sentence == sentence)
    }

    /// Whether silence leaves it undetermined: a fact, judgment or measure that need not be raised, a conclusion that
    /// nothing concludes positively.
    fn is_open(&self, sentence: usize) -> bool {
        let s = &self.world.book.sentences[sentence];
        match s.sort {
            Sort::Relation => false,
            Sort::Fact | Sort::Judgment | Sort::Number | Sort::Day => !s.raised,
            Sort::Conclusion => !self.is_concluded(sentence),
        }
    }

    fn find_idle(&mut self) {
        self.possible = vec![false; self.atoms.len()];
        self.possible_norm = vec![false; self.norms.len()];
        loop {
            let mut changed = false;
            for i in 0..self.atoms.len() {
                let a = &self.atoms[i];
                let is = a.mentioned
                    || self.is_open(a.ground.sentence)
                    || a.rules.iter().any(|p| self.is_possible(&p.cond))
                    || a.norms.iter().any(|n| self.possible_norm[*n])
                    || a.presumptions.iter().any(|(_, p)| self.is_possible(&p.cond));
                changed |= is != self.possible[i];
                self.possible[i] = is;
            }
            for i in 0..self.norms.len() {
                let n = &self.norms[i];
                let is = self.is_possible(&n.applies) && self.is_possible(&n.breached) && !self.is_hopeless(i);
                changed |= is != self.possible_norm[i];
                self.possible_norm[i] = is;
            }
            if !changed {
                break;
            }
        }
        for i in 0..self.norms.len() {
            let on = self.rests_of_breach(i);
            let open = on.sentences.iter().any(|g| self.is_open(g.sentence));
            let touched = on.sentences.iter().any(|g| self.is_point(g) && self.mentioned.contains(g));
            self.norms[i].possible = self.possible_norm[i];
            self.norms[i].untouched = open && !touched;
        }
    }

    /// The parts of a breach, leaving aside those that only say who acted, unless that is all: positive literals of concluded
    /// sentences that have the addressee among their arguments.
    fn parts(&self, norm: usize) -> Vec<&F> {
        fn flatten<'f>(f: &'f F, parts: &mut Vec<&'f F>) {
            match f {
                F::And(each) => each.iter().for_each(|f| flatten(f, parts)),
                f => parts.push(f),
            }
        }
        let n = &self.norms[norm];
        let says_who = |f: &&F| match f {
            F::Atom(a) => {
                let g = &self.atoms[*a].ground;
                g.args.contains(&n.args[0]) && self.is_touched(g.sentence)
            }
            _ => false,
        };
        let mut parts = Vec::new();
        flatten(&n.breached, &mut parts);
        if !parts.iter().all(says_who) {
            parts.retain(|f| !says_who(f));
        }
        parts
    }

    /// What the parts of a breach rest on.
    fn rests_of_breach(&self, norm: usize) -> Rests {
        let mut on = Rests::default();
        if self.is_possible(&self.norms[norm].breached) {
            self.parts(norm).into_iter().for_each(|f| self.rests(f, &mut on));
        }
        on
    }

    /// A part of the breach is open and unsaid, and the record touches no other.
    fn is_hopeless(&self, i: usize) -> bool {
        let on = self.rests_of_breach(i);
        let touched = on.sentences.iter().any(|g| self.is_point(g) && self.mentioned.contains(g));
        !touched && self.parts(i).into_iter().any(|f| self.is_unsaid(f))
    }

    fn is_unsaid(&self, f: &F) -> bool {
        let atom = match f {
            F::Atom(a) => *a,
            F::Not(f) => match **f {
                F::Atom(a) => a,
                _ => return false,
            },
            _ => return false,
        };
        let g = &self.atoms[atom].ground;
        let presumed = self.world.book.provisions.iter().any(|p| match &p.sort {
            Sort2::Presume(h) => h.sentence == g.sentence,
            _ => false,
        });
        let crossroads = self.world.book.sentences[g.sentence].crossroads;
        self.is_open(g.sentence)
            && !self.is_touched(g.sentence)
            && !presumed
            && !crossroads
            && !self.mentioned.contains(g)
    }

    /// A fact, judgment or measure, or a conclusion that nothing concludes.
    fn is_point(&self, g: &Ground) -> bool {
        match self.world.book.sentences[g.sentence].sort {
            Sort::Relation => false,
            Sort::Fact | Sort::Judgment | Sort::Number | Sort::Day => true,
            Sort::Conclusion => !self.is_concluded(g.sentence),
        }
    }

    fn is_possible(&self, f: &F) -> bool {
        match f {
            F::Val(yes, _) => *yes,
            F::Atom(a) => self.possible[*a],
            F::Position(_) | F::Compare(_) | F::Not(_) | F::Every(_) | F::Wrongful(_) | F::Always(_) => true,
            F::And(each) => each.iter().all(|f| self.is_possible(f)),
            F::Or(each) => each.iter().any(|f| self.is_possible(f)),
            F::AtLeast(n, each) => each.iter().filter(|f| self.is_possible(f)).count() >= *n,
            F::Breaches(norms) => norms.iter().any(|n| self.possible_norm[*n]),
        }
    }

    /// The sentences on which the possible parts of a formula rest.
    fn rests(&self, f: &F, on: &mut Rests) {
        if !self.is_possible(f) {
            return;
        }
        match f {
            F::Val(..) | F::Position(_) => {}
            F::Atom(a) => {
                self.rests_atom(*a, on);
            }
            F::Compare(c) => {
                let sides = match c {
                    Comparison::One(l, _, _) => vec![l],
                    Comparison::Two(l, _, r) => vec![l, r],
                };
                on.sentences.extend(sides.into_iter().filter_map(|s| match s {
                    Side::Measure(g) => Some(g.clone()),
                    Side::Date(_) => None,
                }));
            }
            F::Not(f) => match &**f {
                // A negated literal is possible even where the sentence itself is not.
                F::Atom(a) => self.rests_atom(*a, on),
                _ => self.rests(f, on),
            },
            F::Always(_) => {}
            F::And(each) | F::Or(each) | F::AtLeast(_, each) => each.iter().for_each(|f| self.rests(f, on)),
            // No (first and not then): where the first part is not possible, nothing rests on the second.
            F::Every(each) => each.iter().filter(|(first, _)| self.is_possible(first)).for_each(|(first, then)| {
                self.rests(first, on);
                self.rests(then, on);
            }),
            F::Breaches(norms) => norms.iter().for_each(|n| self.rests_norm(*n, on)),
            F::Wrongful(each) => each.iter().for_each(|(n, _)| self.rests_norm(*n, on)),
        }
    }

    fn rests_atom(&self, a: usize, on: &mut Rests) {
        let atom = &self.atoms[a];
        on.sentences.insert(atom.ground.clone());
        if on.seen.insert(a) {
            for p in atom.rules.iter().chain(&atom.against).filter(|p| self.is_possible(&p.cond)) {
                self.rests_prov(p, on);
            }
            atom.norms.iter().chain(&atom.norms_against).for_each(|n| self.rests_norm(*n, on));
        }
    }

    fn rests_prov(&self, p: &Prov, on: &mut Rests) {
        self.rests(&p.cond, on);
        for e in &p.exceptions {
            match e {
                Exc::Inline(f) => self.rests(f, on),
                Exc::Named(p) if self.is_possible(&p.cond) => self.rests_prov(p, on),
                Exc::Named(_) | Exc::Rule(_) | Exc::Norms(_) => {}
            }
        }
    }

    fn rests_norm(&self, n: usize, on: &mut Rests) {
        if self.possible_norm[n] && on.seen.insert(self.atoms.len() + n) {
            self.parts(n).into_iter().for_each(|f| self.rests(f, on));
        }
    }
}

/// The sentences that something rests on, and the atoms and norms that were followed.
#[derive(Default)]
struct Rests {
    sentences: BTreeSet<Ground>,
    seen: BTreeSet<usize>,
}

fn prov_edges(p: &Prov, atoms: usize, below: bool, out: &mut Vec<(usize, bool)>) {
    edges(&p.cond, atoms, below, out);
    exception_edges(&p.exceptions, atoms, out);
}

fn exception_edges(exceptions: &[Exc], atoms: usize, out: &mut Vec<(usize, bool)>) {
    for e in exceptions {
        match e {
            Exc::Inline(f) => edges(f, atoms, true, out),
            Exc::Named(p) | Exc::Rule(p) => prov_edges(p, atoms, true, out),
            Exc::Norms(norms) => out.extend(norms.iter().map(|n| (atoms + n, true))),
        }
    }
}

/// What a formula reads; `true` with what stands under an odd number of negations, or if everything does (`below`).
fn edges(f: &F, atoms: usize, below: bool, out: &mut Vec<(usize, bool)>) {
    fn walk(f: &F, atoms: usize, below: bool, odd: bool, out: &mut Vec<(usize, bool)>) {
        match f {
            F::Val(..) | F::Position(_) | F::Compare(_) => {}
            F::Atom(a) => out.push((*a, below || odd)),
            F::Not(f) => walk(f, atoms, below, !odd, out),
            F::Always(f) => walk(f, atoms, below, odd, out),
            F::And(each) | F::Or(each) | F::AtLeast(_, each) => {
                each.iter().for_each(|f| walk(f, atoms, below, odd, out));
            }
            F::Every(each) => {
                for (first, then) in each {
                    walk(first, atoms, below, !odd, out);
                    walk(then, atoms, below, odd, out);
                }
            }
            F::Breaches(norms) => out.extend(norms.iter().map(|n| (atoms + n, below || odd))),
            F::Wrongful(each) => {
                for (n, f) in each {
                    out.push((atoms + n, below || odd));
                    walk(f, atoms, below, odd, out);
                }
            }
        }
    }
    walk(f, atoms, below, false, out);
}
