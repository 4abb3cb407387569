//! Random small worlds, valid by construction: what a provision is subject to (through a negation, an exception, a
//! presumption) lies on a lower level than what it decides. A world is read off a list of numbers, 0 being the simplest
//! choice. Knows nothing of values.

use proptest::prelude::*;

use super::model::*;

/// A random world; as a failing input it shows nothing, since the failure shows its texts.
#[derive(Clone)]
pub struct Drawn(pub World);

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(see above)")
    }
}

/// Random worlds.
pub fn worlds() -> impl Strategy<Value = Drawn> {
    proptest::collection::vec(any::<u16>(), 500).prop_map(|choices| Drawn(Gen::new(choices).world()))
}

const DATES: [Date; 5] = ["1990-01-01", "2000-01-01", "2005-06-01", "2010-01-01", "2020-01-01"];
const PINS: [Name; 3] = ["1", "2", "3"];
const WORDS: [Name; 12] =
    ["blue", "green", "red", "grey", "black", "white", "brown", "pink", "gold", "silver", "amber", "violet"];
const CLAIMANTS: [Name; 2] = ["Vega", "Altair"];
/// The highest level of norms; sentences above may ask whether an act would be wrongful.
const NORMS: usize = 3;

/// The variable letter of each kind, and further names for inner variables.
const LETTERS: [(Name, [Name; 6]); 8] = [
    ("state", ["S", "S2", "S3", "S4", "S5", "S6"]),
    ("actor", ["T", "T2", "T3", "T4", "T5", "T6"]),
    ("group", ["G", "G2", "G3", "G4", "G5", "G6"]),
    ("person", ["P", "P2", "P3", "P4", "P5", "P6"]),
    ("act", ["A", "A2", "A3", "A4", "A5", "A6"]),
    ("attack", ["B", "B2", "B3", "B4", "B5", "B6"]),
    ("sentence", ["Q", "Q2", "Q3", "Q4", "Q5", "Q6"]),
    ("person or act", ["X", "X2", "X3", "X4", "X5", "X6"]),
];

struct Gen {
    choices: Vec<u16>,
    at: usize,
    w: World,
    /// The level of each sentence.
    levels: Vec<usize>,
    norm_levels: Vec<(Name, usize)>,
    ids: usize,
}

/// Where a condition stands: the variables in reach, and the highest levels it may rest on.
#[derive(Clone)]
struct Scope {
    vars: Vec<Var>,
    /// What it may rest on.
    most: usize,
    /// What it may be subject to.
    below: usize,
}

impl Scope {
    /// The same under a negation.
    fn negative(&self) -> Scope {
        Scope { most: self.below, ..self.clone() }
    }

    fn with(&self, vars: &[Var]) -> Scope {
        let mut scope = self.clone();
        scope.vars.extend(vars.iter().cloned());
        scope
    }
}

fn leak(text: String) -> Name {
    Box::leak(text.into_boxed_str())
}

impl Gen {
    fn new(choices: Vec<u16>) -> Gen {
        Gen { choices, at: 0, w: World::default(), levels: Vec::new(), norm_levels: Vec::new(), ids: 0 }
    }

    fn number(&mut self) -> usize {
        let n = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(n)
    }

    fn pick(&mut self, below: usize) -> usize {
        self.number() % below.max(1)
    }

    fn of<T: Clone>(&mut self, from: &[T]) -> T {
        let i = self.pick(from.len());
        from[i].clone()
    }

    /// True in so many of a hundred cases.
    fn in_100(&mut self, n: usize) -> bool {
        self.pick(100) >= 100 - n
    }

    fn some<T>(&mut self, percent: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.in_100(percent).then(|| make(self))
    }

    fn std(&mut self) -> Std {
        self.of(&Std::ALL)
    }

    fn id(&mut self, word: &str) -> Name {
        self.ids += 1;
        leak(format!("{word}-{}", self.ids))
    }

    fn world(mut self) -> World {
        self.frame();
        self.entities();
        self.sentences();
        self.sources();
        let norms = self.pick(4);
        for _ in 0..norms {
            let level = 1 + self.pick(NORMS);
            self.norm(level, Force::Prohibition, Vec::new());
        }
        for s in 0..self.w.book.sentences.len() {
            self.rules_of(s);
        }
        self.permissions();
        self.exceptions();
        self.statements();
        self.w.book.provisions.sort_by_key(|p| p.pack);
        self.w
    }

    // Declarations.

    fn frame(&mut self) {
        let kind = |id, parent| Kind { id, parent };
        self.w.book.kinds = vec![
            kind("actor", None),
            kind("state", Some("actor")),
            kind("group", Some("actor")),
            kind("person", None),
            kind("act", None),
            kind("attack", Some("act")),
        ];
        let rebuttal = self.some(15, Self::std);
        self.w.book.packs.push(Pack { id: "one", without_presumptions: false, rebuttal });
        if self.in_100(30) {
            let (without_presumptions, rebuttal) = (self.in_100(50), self.some(40, Self::std));
            self.w.book.packs.push(Pack { id: "two", without_presumptions, rebuttal });
        }
        let positions = self.pick(4);
        self.w.book.positions = ["narrow-view", "wide-view", "third-view"][..positions].to_vec();
        self.w.case.on = self.some(80, |g| g.of(&DATES));
        self.w.case.rebuttal = self.some(25, Self::std);
        self.w.case.standard = self.some(50, Self::std);
    }

    fn entities(&mut self) {
        let mut add = |name, kind, on| self.w.case.entities.push(Entity { name, kind, on });
        add("Alba", "state", None);
        add("Raid", "act", None);
        let more: [(Name, Name); 6] = [
            ("Pia", "person"),
            ("Boria", "state"),
            ("Siege", "attack"),
            ("Gang", "group"),
            ("Quin", "person"),
            ("March", "act"),
        ];
        let n = self.pick(4);
        let first = self.pick(2) * 2;
        for i in 0..n {
            let (name, kind) = more[(first + i) % more.len()];
            self.w.case.entities.push(Entity { name, kind, on: None });
        }
        for i in 0..self.w.case.entities.len() {
            if matches!(self.w.case.entities[i].kind, "act" | "attack") {
                self.w.case.entities[i].on = self.some(40, |g| g.of(&DATES));
            }
        }
    }

    fn sentence(&mut self, sort: Sort, level: usize) {
        let word = WORDS[self.w.book.sentences.len()];
        let shapes: [&[&[Name]]; 13] = [
            &[&["act"]],
            &[&["state"]],
            &[&["person"]],
            &[],
            &[&["act"], &["state"]],
            &[&["act"], &["person"]],
            &[&["actor"]],
            &[&["attack"]],
            &[&["actor"], &["actor"]],
            &[&["person", "act"]],
            &[&["person"], &["sentence"]],
            &[&["state"], &["sentence"]],
            &[&["act"], &["actor"]],
        ];
        let mut shape = self.of(&shapes);
        let holds_sentence = shape.iter().any(|s| s.contains(&"sentence"));
        let measure = matches!(sort, Sort::Number | Sort::Day);
        if measure && (holds_sentence || shape.len() > 1) {
            shape = &[&["act"]];
        }
        let words = match (measure, shape.len(), holds_sentence) {
            (true, 0, _) => format!("the {word} amount"),
            (true, _, _) => format!("the {word} amount of {{}}"),
            (false, 0, _) => format!("there was {word}"),
            (false, 1, _) => format!("{{}} is {word}"),
            (false, _, false) => format!("{{}} is {word} to {{}}"),
            (false, _, true) => format!("{{}} knew of {word} that {{}}"),
        };
        let raised = matches!(sort, Sort::Fact | Sort::Judgment) && self.in_100(25);
        let crossroads = !measure && !holds_sentence && shape.len() <= 1 && self.in_100(12);
        self.w.book.sentences.push(Sentence {
            sort,
            raised,
            words: leak(words),
            slots: shape.iter().map(|k| k.to_vec()).collect(),
            crossroads,
        });
        self.levels.push(level);
    }

    fn sentences(&mut self) {
        // One relation of acts to states and one fact of acts, so that norms have something to say.
        let base = 1 + self.pick(4);
        self.w.book.sentences.push(Sentence {
            sort: Sort::Relation,
            raised: false,
            words: leak(format!("{{}} is {} to {{}}", WORDS[0])),
            slots: vec![vec!["act"], vec!["state"]],
            crossroads: false,
        });
        self.levels.push(0);
        for _ in 0..base {
            let sort = [Sort::Fact, Sort::Relation, Sort::Fact, Sort::Judgment, Sort::Number, Sort::Fact, Sort::Day];
            let sort = self.of(&sort);
            let level = usize::from(!matches!(sort, Sort::Number | Sort::Day) && self.in_100(20));
            self.sentence(sort, level);
        }
        let derived = 1 + self.pick(3);
        for _ in 0..derived {
            let sort =
                [Sort::Conclusion, Sort::Conclusion, Sort::Conclusion, Sort::Fact, Sort::Relation, Sort::Judgment];
            let sort = self.of(&sort);
            let level = 1 + self.pick(NORMS + 1);
            self.sentence(sort, level);
        }
    }

    fn sources(&mut self) {
        let blank = |id, sort| Source {
            id,
            sort,
            in_force: None,
            since: None,
            until: None,
            restates: None,
            members_of: None,
            through: Vec::new(),
            scopes: Vec::new(),
            reservations: Vec::new(),
            parties: Vec::new(),
        };
        let mut custom = blank("custom-one", SourceSort::Custom);
        custom.since = self.some(30, |g| g.of(&DATES));
        self.w.book.sources.push(custom);
        let mut treaty = blank("treaty-one", SourceSort::Treaty);
        treaty.in_force = self.some(40, |g| g.of(&DATES[..3]));
        treaty.until = self.some(15, |g| g.of(&DATES[3..]));
        for party in ["Alba", "Boria"] {
            if self.in_100(75) {
                let from = self.pick(3);
                let until = self.some(25, |g| DATES[3 + g.pick(2)]);
                treaty.parties.push((party, DATES[from], until));
                if until == Some(DATES[3]) && self.in_100(30) {
                    treaty.parties.push((party, DATES[4], None));
                }
            }
        }
        if self.in_100(20) {
            treaty.reservations.push((self.of(&["Alba", "Boria"]), self.pins()));
        }
        if self.in_100(25) {
            let (group, party) = (var("actor", 0), var("state", 0));
            let scope = Scope { vars: vec![group.clone(), party.clone()], most: 0, below: 0 };
            let when = self.cond(&scope, 1);
            treaty.through.push(Through { group, party, when });
        }
        self.scopes(&mut treaty, 25);
        self.w.book.sources.push(treaty);
        if self.in_100(50) {
            let sort = self.of(&[SourceSort::Code, SourceSort::Code, SourceSort::Judgment, SourceSort::SoftLaw]);
            let mut other = blank("other-one", sort);
            other.until = self.some(10, |g| g.of(&DATES[3..]));
            if sort == SourceSort::Code && self.in_100(60) {
                other.restates = Some(if self.in_100(50) { self.pins() } else { Vec::new() });
            }
            if self.in_100(30) {
                other.members_of = Some("treaty-one");
            }
            self.scopes(&mut other, 15);
            self.w.book.sources.push(other);
        }
    }

    fn scopes(&mut self, source: &mut Source, percent: usize) {
        if !self.in_100(percent) {
            return;
        }
        let usable: Vec<usize> = (0..self.levels.len())
            .filter(|s| self.levels[*s] == 0 && !self.is_measure(*s))
            .filter(|s| self.w.book.sentences[*s].slots.iter().all(|k| !k.contains(&"sentence")))
            .collect();
        let sentence = self.of(&usize_or(&usable));
        let vars: Vec<Var> = self.slot_vars(sentence);
        let args = vars.iter().map(|v| Term::Var(v.name)).collect();
        let when = Cond::Lit(Lit { sentence, args, negated: self.in_100(25) });
        let pins = if self.in_100(50) { self.pins() } else { Vec::new() };
        source.scopes.push(super::model::Scope { pins, vars, when });
    }

    fn pins(&mut self) -> Vec<Name> {
        let first = self.pick(PINS.len());
        let n = 1 + self.pick(2);
        PINS.iter().cycle().skip(first).take(n).copied().collect()
    }

    fn is_measure(&self, sentence: usize) -> bool {
        matches!(self.w.book.sentences[sentence].sort, Sort::Number | Sort::Day)
    }

    /// A variable for each slot, two of one kind having different names.
    fn slot_vars(&self, sentence: usize) -> Vec<Var> {
        let mut vars: Vec<Var> = Vec::new();
        for kinds in &self.w.book.sentences[sentence].slots {
            let letters = letters(kinds);
            let n = vars.iter().filter(|v| letters.contains(&v.name)).count();
            vars.push(Var { name: letters[n], kinds: kinds.clone() });
        }
        vars
    }

    // Provisions.

    fn blank(&mut self, id: Name, sort: Sort2, vars: Vec<Var>) -> Provision {
        let pack = match sort {
            Sort2::Norm { .. } => 0,
            _ => self.pick(self.w.book.packs.len()),
        };
        Provision {
            id,
            sort,
            vars,
            under: Vec::new(),
            when: None,
            unless: Vec::new(),
            prevails: Vec::new(),
            without_presumptions: self.in_100(10),
            peremptory: false,
            rebuttal: self.some(15, Self::std),
            pack,
        }
    }

    fn cites(&mut self, most: usize) -> Vec<Cite> {
        let n = 1 + self.pick(most);
        let first = self.pick(self.w.book.sources.len());
        let ids: Vec<Name> = self.w.book.sources.iter().map(|s| s.id).collect();
        (0..n.min(ids.len())).map(|i| Cite { source: ids[(first + i) % ids.len()], pins: self.pins() }).collect()
    }

    fn head(&self, sentence: usize, negated: bool) -> (Lit, Vec<Var>) {
        let vars = self.slot_vars(sentence);
        (Lit { sentence, args: vars.iter().map(|v| Term::Var(v.name)).collect(), negated }, vars)
    }

    fn rules_of(&mut self, sentence: usize) {
        let level = self.levels[sentence];
        if level == 0 {
            return;
        }
        let conclusion = self.w.book.sentences[sentence].sort == Sort::Conclusion;
        let positive = if conclusion { [1, 2, 1, 2, 0] } else { [0, 1, 0, 1, 0] };
        let positive = self.of(&positive);
        let mut rules: Vec<(Name, usize)> = Vec::new();
        let priority = self.pick(3);
        // A rule that prevails decides what the other is subject to.
        let most = if priority == 2 { level - 1 } else { level };
        for _ in 0..positive {
            let p = self.rule(sentence, false, Scope { vars: Vec::new(), most, below: level - 1 });
            rules.push((p.id, p.pack));
            self.w.book.provisions.push(p);
        }
        if self.in_100(if conclusion { 25 } else { 12 }) {
            let mut p = self.rule(sentence, true, Scope { vars: Vec::new(), most: level - 1, below: level - 1 });
            let over: Vec<Name> = rules.iter().filter(|(_, pack)| p.pack >= *pack).map(|(id, _)| *id).collect();
            match priority {
                1 => p.prevails = over,
                2 => {
                    for r in self.w.book.provisions.iter_mut().filter(|r| rules.iter().any(|(id, _)| *id == r.id)) {
                        if r.pack >= p.pack {
                            r.prevails.push(p.id);
                        }
                    }
                }
                _ => {}
            }
            self.w.book.provisions.push(p);
        }
        let presumptions = if self.in_100(25) { 1 + self.pick(2) } else { 0 };
        for _ in 0..presumptions {
            let negated = self.in_100(35);
            let (head, vars) = self.head(sentence, negated);
            let scope = Scope { vars: vars.clone(), most: level - 1, below: level - 1 };
            let id = self.id("presumption");
            let mut p = self.blank(id, Sort2::Presume(head), vars);
            p.when = self.some(70, |g| g.cond(&scope, 2));
            p.unless = self.unless(&scope, 25);
            if self.in_100(15) {
                p.under = self.cites(2);
            }
            self.w.book.provisions.push(p);
        }
    }

    fn rule(&mut self, sentence: usize, negated: bool, scope: Scope) -> Provision {
        let (head, vars) = self.head(sentence, negated);
        let scope = Scope { vars: vars.clone(), ..scope };
        let id = self.id("rule");
        let mut p = self.blank(id, Sort2::Rule(head), vars);
        p.when = Some(self.cond(&scope, 3));
        p.unless = self.unless(&scope.negative(), 25);
        if self.in_100(25) {
            p.under = self.cites(2);
        }
        p
    }

    fn unless(&mut self, scope: &Scope, percent: usize) -> Vec<Cond> {
        let n = if self.in_100(percent) { 1 + self.pick(4) / 3 } else { 0 };
        (0..n).map(|_| self.cond(scope, 2)).collect()
    }

    fn norm(&mut self, level: usize, force: Force, prevails: Vec<Name>) -> Name {
        let mut vars = vec![if self.in_100(25) { var("actor", 0) } else { var("state", 0) }];
        if !self.in_100(15) {
            vars.push(var("act", 0));
        }
        if self.in_100(20) {
            vars.push(var("person", 0));
        }
        if self.in_100(8) && vars.len() < 3 {
            vars.push(var("sentence", 0));
        }
        let mut words = ["{} must not cause harm", "{} must not go near {}", "{} must not go near {} or {}"];
        if vars.get(1).is_some_and(|v| v.name == "A") && self.in_100(70) {
            words = [words[0], "{} must not cause harm by {}", "{} must not cause harm by {} to {}"];
        }
        let id = self.id("norm");
        let words = leak(words[vars.len() - 1].replace("harm", id).replace("near", leak(format!("near {id}"))));
        let scope = Scope { vars: vars.clone(), most: level, below: level - 1 };
        let force = match force {
            Force::Prohibition => self.of(&[Force::Prohibition, Force::Obligation, Force::Prohibition]),
            f => f,
        };
        let binds = if self.in_100(10) { vec![var("person", 1)] } else { Vec::new() };
        let mut binds = binds;
        let mut applies =
            if self.in_100(45) || !binds.is_empty() { Some(self.cond(&scope.with(&binds), 2)) } else { None };
        if binds.is_empty() {
            applies = applies.map(|a| heading(a, &mut binds));
        }
        let scope = scope.with(&binds);
        let mut breached = Vec::new();
        if vars.iter().any(|v| v.name == "A") && vars[0].name == "S" && self.in_100(60) {
            breached.push(Cond::Lit(Lit { sentence: 0, args: vec![Term::Var("A"), Term::Var("S")], negated: false }));
        }
        breached.push(self.cond(&scope, 3));
        if self.in_100(30) {
            breached.push(self.cond(&scope, 2));
        }
        let mut binds_later = Vec::new();
        let breached = heading(Cond::All(breached), &mut binds_later);
        let scope = scope.with(&binds_later);
        let concludes = self.some(40, |g| g.consequence(level, &vars)).flatten().into_iter().collect();
        let mut p = self.blank(id, Sort2::Norm { force, words, applies, binds, binds_later, concludes }, vars);
        p.peremptory = force != Force::Permission && self.in_100(40);
        p.when = Some(breached);
        p.unless = self.unless(&scope.negative(), 20);
        if !self.in_100(4) {
            p.under = self.cites(2);
        }
        p.prevails = prevails;
        self.norm_levels.push((id, level));
        self.w.book.provisions.push(p);
        id
    }

    /// Something that a norm of this level may conclude.
    fn consequence(&mut self, level: usize, vars: &[Var]) -> Option<Lit> {
        let negated = self.in_100(15);
        let from = level + usize::from(negated);
        let fits: Vec<usize> = (0..self.levels.len())
            .filter(|s| self.levels[*s] >= from.max(1) && !self.is_measure(*s))
            .filter(|s| self.w.book.sentences[*s].slots.iter().all(|k| self.var_for(vars, k, &[]).is_some()))
            .collect();
        if fits.is_empty() {
            return None;
        }
        let sentence = self.of(&fits);
        let mut used = Vec::new();
        for kinds in self.w.book.sentences[sentence].slots.clone() {
            used.push(self.var_for(vars, &kinds, &[])?);
        }
        Some(Lit { sentence, args: used.into_iter().map(Term::Var).collect(), negated })
    }

    /// A variable whose kinds are among these.
    fn var_for(&self, vars: &[Var], kinds: &[Name], not: &[Name]) -> Option<Name> {
        let fits = |v: &&Var| v.kinds.iter().all(|k| kinds.iter().any(|a| self.w.book.is_a(k, a)));
        vars.iter().filter(fits).find(|v| !not.contains(&v.name)).map(|v| v.name)
    }

    fn permissions(&mut self) {
        for (id, level) in self.norm_levels.clone() {
            if level > 1 && self.in_100(30) {
                let over = if self.in_100(80) { vec![id] } else { Vec::new() };
                self.norm(level - 1, Force::Permission, over);
            }
        }
    }

    fn exceptions(&mut self) {
        // Targets with their level, variables and pack; exceptions become targets of exceptions to them.
        let mut targets: Vec<(Name, usize, Vec<Var>, usize)> = Vec::new();
        for p in &self.w.book.provisions {
            let level = match &p.sort {
                Sort2::Rule(h) | Sort2::Presume(h) => self.levels[h.sentence],
                Sort2::Norm { .. } => self.norm_levels.iter().find(|(id, _)| *id == p.id).map_or(1, |(_, l)| *l),
                Sort2::Exception(_) => continue,
            };
            targets.push((p.id, level, p.instance_vars(), p.pack));
        }
        if targets.is_empty() {
            return;
        }
        let n = self.pick(4);
        for _ in 0..n {
            // Prefer what was added last: chains of exceptions.
            let i = if self.in_100(60) { targets.len() - 1 } else { self.pick(targets.len()) };
            let (to, level, vars, pack) = targets[i].clone();
            let scope = Scope { vars: vars.clone(), most: level - 1, below: level - 1 };
            let id = self.id("exception");
            let mut p = self.blank(id, Sort2::Exception(vec![to]), Vec::new());
            p.pack = p.pack.max(pack);
            p.when = Some(self.cond(&scope, 2));
            p.unless = self.unless(&scope, 15);
            if self.in_100(20) {
                p.under = self.cites(2);
            }
            targets.push((id, level, vars, p.pack));
            self.w.book.provisions.push(p);
        }
    }

    // Conditions.

    fn cond(&mut self, scope: &Scope, depth: usize) -> Cond {
        if depth == 0 {
            return self.test(scope);
        }
        match self.pick(20) {
            0..=7 => self.test(scope),
            8..=10 => Cond::All(self.conds(scope, depth, 2)),
            11..=13 => Cond::Any(self.conds(scope, depth, 2)),
            14 => Cond::None(self.conds(&scope.negative(), depth, 1)),
            15 => {
                let each = self.conds(scope, depth, 2);
                Cond::AtLeast(1 + self.pick(each.len()), each)
            }
            16 | 17 => {
                let vars = self.binders(scope);
                let inner = self.linked(&scope.with(&vars), &vars, depth - 1);
                Cond::Some(vars, Box::new(inner))
            }
            18 => {
                let vars = self.binders(scope);
                let inner = self.linked(&scope.negative().with(&vars), &vars, depth - 1);
                Cond::No(vars, Box::new(inner))
            }
            _ => {
                let vars = self.binders(scope);
                let first = self.linked(&scope.negative().with(&vars), &vars, 0);
                Cond::Every(vars.clone(), Box::new(first), Box::new(self.linked(&scope.with(&vars), &vars, depth - 1)))
            }
        }
    }

    fn conds(&mut self, scope: &Scope, depth: usize, least: usize) -> Vec<Cond> {
        let n = least + self.pick(2);
        (0..n).map(|_| self.cond(scope, depth - 1)).collect()
    }

    fn binders(&mut self, scope: &Scope) -> Vec<Var> {
        let n = if self.in_100(25) { 2 } else { 1 };
        let mut vars: Vec<Var> = Vec::new();
        for _ in 0..n {
            let kind = self.of(&["person", "act", "state", "actor", "attack", "group", "person"]);
            let names = letters(&[kind]);
            let taken = |name: &Name| scope.vars.iter().chain(&vars).any(|v| v.name == *name);
            // The first two names are for heads.
            if let Some(name) = names[2..].iter().find(|n| !taken(n)) {
                vars.push(Var { name, kinds: vec![kind] });
            }
        }
        if vars.is_empty() {
            vars.push(Var { name: "Z9", kinds: vec!["person"] });
        }
        vars
    }

    /// A condition that is likely to speak of the new variables.
    fn linked(&mut self, scope: &Scope, vars: &[Var], depth: usize) -> Cond {
        let fits: Vec<usize> = (0..self.levels.len())
            .filter(|s| self.levels[*s] <= scope.most && !self.is_measure(*s))
            .filter(|s| {
                let slots = &self.w.book.sentences[*s].slots;
                slots.iter().any(|k| self.var_for(vars, k, &[]).is_some())
            })
            .collect();
        if fits.is_empty() {
            return self.cond(scope, depth);
        }
        let sentence = self.of(&fits);
        let mut first = Scope { vars: vars.to_vec(), ..scope.clone() };
        first.vars.extend(scope.vars.iter().cloned());
        let link = self.sentence_test(&first, sentence, true);
        if depth > 0 && self.in_100(50) { Cond::All(vec![link, self.cond(scope, depth - 1)]) } else { link }
    }

    fn test(&mut self, scope: &Scope) -> Cond {
        let negated = self.in_100(20);
        let inner = if negated { scope.negative() } else { scope.clone() };
        match self.pick(24) {
            0 | 1 if !self.w.book.positions.is_empty() => {
                Cond::Position(self.of(&self.w.book.positions.clone()), negated)
            }
            2 => match self.two_vars(scope) {
                Some((l, r)) => Cond::Same(l, r, negated),
                None => self.literal(scope),
            },
            3 => match scope.vars.iter().find(|v| matches!(v.kinds[..], ["actor" | "act"])).cloned() {
                Some(v) => {
                    let sub = if v.kinds[0] == "actor" { self.of(&["state", "group"]) } else { "attack" };
                    Cond::IsA(v.name, sub, negated)
                }
                None => self.literal(scope),
            },
            4 => match self.var_for(&scope.vars, &["actor"], &[]) {
                Some(actor) if scope.below > 0 || !negated => {
                    let source = self.w.book.sources.iter().map(|s| s.id).collect::<Vec<_>>();
                    if source.is_empty() {
                        return self.literal(scope);
                    }
                    let act = self.var_for(&scope.vars, &["act"], &[]);
                    Cond::BoundBy { actor, source: self.of(&source), act, negated }
                }
                _ => self.literal(scope),
            },
            5..=7 => self.breaches(&inner, negated).unwrap_or_else(|| self.literal(scope)),
            8 => self.peremptory(&inner, negated).unwrap_or_else(|| self.literal(scope)),
            9 => self.wrongful(&inner, negated).unwrap_or_else(|| self.literal(scope)),
            10..=12 => self.compare(scope, negated).unwrap_or_else(|| self.literal(scope)),
            _ => self.literal(scope),
        }
    }

    fn two_vars(&mut self, scope: &Scope) -> Option<(Name, Name)> {
        let near = |l: &Var, r: &Var| {
            l.kinds.len() == 1
                && r.kinds.len() == 1
                && (self.w.book.is_a(l.kinds[0], r.kinds[0]) || self.w.book.is_a(r.kinds[0], l.kinds[0]))
        };
        let mut pairs = Vec::new();
        for (i, l) in scope.vars.iter().enumerate() {
            pairs.extend(
                scope.vars[i + 1..].iter().filter(|r| near(l, r) && r.name != l.name).map(|r| (l.name, r.name)),
            );
        }
        (!pairs.is_empty()).then(|| self.of(&pairs))
    }

    fn breaches(&mut self, scope: &Scope, negated: bool) -> Option<Cond> {
        let usable: Vec<Name> = self.norm_levels.iter().filter(|(_, l)| *l <= scope.most).map(|(id, _)| *id).collect();
        if usable.is_empty() {
            return None;
        }
        let norm = self.of(&usable);
        let p = &self.w.book.provisions[self.w.book.provision(norm)];
        let act = p.act(&self.w.book);
        let vars = p.instance_vars();
        // The addressee must be given, the act may be; others only together, so that it is clear which is which.
        let mut args = Vec::new();
        for (i, v) in vars.iter().enumerate() {
            let fills = self.var_for(&scope.vars, &v.kinds, &[]);
            let given = i == 0 || (act == Some(v.name) && self.in_100(70)) || self.in_100(40);
            args.push(fills.filter(|_| given));
        }
        let others: Vec<usize> = (1..vars.len()).filter(|i| act != Some(vars[*i].name)).collect();
        if others.iter().any(|i| args[*i].is_none() || vars[*i].kinds[0] == "sentence") {
            others.iter().for_each(|i| args[*i] = None);
        }
        args[0]?;
        Some(Cond::Breaches { norm, args, negated })
    }

    fn peremptory(&mut self, scope: &Scope, negated: bool) -> Option<Cond> {
        let actor = self.var_for(&scope.vars, &["actor"], &[])?;
        let act = self.var_for(&scope.vars, &["act"], &[]).filter(|_| self.in_100(70));
        let book = &self.w.book;
        let duty = |p: &&Provision| matches!(p.sort, Sort2::Norm { force: Force::Prohibition | Force::Obligation, .. });
        let mut usable = book.provisions.iter().filter(duty).filter(|p| p.peremptory);
        let kinds = &scope.vars.iter().rev().find(|v| v.name == actor)?.kinds;
        let overlap = |a: Name, b: Name| book.is_a(a, b) || book.is_a(b, a);
        let usable = usable.any(|p| {
            let addressed = p.vars[0].kinds.iter().any(|k| kinds.iter().any(|l| overlap(k, l)));
            addressed && (act.is_none() || p.act(book).is_some())
        });
        (scope.most >= NORMS && usable).then_some(Cond::Peremptory { actor, act, negated })
    }

    fn wrongful(&mut self, scope: &Scope, negated: bool) -> Option<Cond> {
        if scope.most < NORMS || self.norm_levels.is_empty() {
            return None;
        }
        let act = self.var_for(&scope.vars, &["act"], &[])?;
        let actor = self.var_for(&scope.vars, &["actor"], &[])?;
        Some(Cond::Wrongful { act, actor, negated })
    }

    fn compare(&mut self, scope: &Scope, negated: bool) -> Option<Cond> {
        let op = self.of(&[Op::AtLeast, Op::AtMost, Op::Less, Op::More, Op::Exactly]);
        let mut sides: Vec<(Measure, bool)> = Vec::new();
        for s in (0..self.levels.len()).filter(|s| self.is_measure(*s)) {
            let sentence = &self.w.book.sentences[s];
            let args: Option<Vec<Term>> =
                sentence.slots.iter().map(|k| self.var_for(&scope.vars, k, &[]).map(Term::Var)).collect();
            if let Some(args) = args {
                sides.push((Measure::Declared(s, args), sentence.sort == Sort::Day));
            }
        }
        if let Some(act) = self.var_for(&scope.vars, &["act"], &[]) {
            sides.push((Measure::DateOf(act), true));
        }
        if sides.is_empty() {
            return None;
        }
        let (left, day) = self.of(&sides);
        let same: Vec<Measure> = sides.iter().filter(|(_, d)| *d == day).map(|(m, _)| m.clone()).collect();
        let right = if self.in_100(30) {
            Operand::Measure(self.of(&same))
        } else if day {
            Operand::Value(Quantity::Day(self.of(&DATES)))
        } else {
            Operand::Value(Quantity::Number(4 + self.pick(4) as i64))
        };
        Some(Cond::Compare { left, op, right, negated })
    }

    fn literal(&mut self, scope: &Scope) -> Cond {
        let negated = self.in_100(22);
        let most = if negated { scope.below } else { scope.most };
        let usable: Vec<usize> =
            (0..self.levels.len()).filter(|s| self.levels[*s] <= most && !self.is_measure(*s)).collect();
        let sentence = self.of(&usize_or(&usable));
        self.sentence_test(scope, sentence, !negated)
    }

    /// A sentence with variables in reach; where there is none for a slot, some new one.
    fn sentence_test(&mut self, scope: &Scope, sentence: usize, positive: bool) -> Cond {
        let mut new: Vec<Var> = Vec::new();
        let mut args = Vec::new();
        for kinds in self.w.book.sentences[sentence].slots.clone() {
            let var = if kinds.contains(&"sentence") {
                let var = self.var_for(&scope.vars, &kinds, &[]).filter(|_| self.in_100(50));
                if var.is_none() {
                    match self.quoted(scope) {
                        Some(l) => args.push(Term::Sentence(Box::new(l))),
                        None => return self.sentence_test(scope, 0, positive),
                    }
                    continue;
                }
                var
            } else if self.in_100(12) {
                // A wider variable, which may not fit.
                let wide = |v: &&Var| kinds.iter().any(|k| v.kinds.iter().any(|of| self.w.book.is_a(k, of)));
                scope.vars.iter().find(wide).map(|v| v.name)
            } else {
                let used: Vec<Name> =
                    args.iter().filter_map(|t| if let Term::Var(n) = t { Some(*n) } else { None }).collect();
                self.var_for(&scope.vars, &kinds, &used).or_else(|| self.var_for(&scope.vars, &kinds, &[]))
            };
            let name = var.unwrap_or_else(|| {
                let names = letters(&kinds);
                let taken = |name: &Name| scope.vars.iter().chain(&new).any(|v| v.name == *name);
                let name = names[2..].iter().find(|n| !taken(n)).copied().unwrap_or("Z8");
                new.push(Var { name, kinds: kinds.clone() });
                name
            });
            args.push(Term::Var(name));
        }
        let lit = Cond::Lit(Lit { sentence, args, negated: !positive });
        if new.is_empty() { lit } else { Cond::Some(new, Box::new(lit)) }
    }

    /// A sentence to stand in a slot, its variables in reach.
    fn quoted(&mut self, scope: &Scope) -> Option<Lit> {
        let usable: Vec<usize> = (0..self.levels.len())
            .filter(|s| !self.is_measure(*s))
            .filter(|s| {
                let slots = &self.w.book.sentences[*s].slots;
                slots.iter().all(|k| !k.contains(&"sentence") && self.var_for(&scope.vars, k, &[]).is_some())
            })
            .collect();
        if usable.is_empty() {
            return None;
        }
        let sentence = self.of(&usable);
        let slots = self.w.book.sentences[sentence].slots.clone();
        let args = slots.iter().filter_map(|k| self.var_for(&scope.vars, k, &[])).map(Term::Var).collect();
        Some(Lit { sentence, args, negated: self.in_100(25) })
    }

    // The record.

    fn ground(&mut self, sentence: usize, depth: usize) -> Option<Ground> {
        let mut args = Vec::new();
        for kinds in self.w.book.sentences[sentence].slots.clone() {
            if kinds.contains(&"sentence") {
                let inner: Vec<usize> = (0..self.levels.len())
                    .filter(|s| !self.is_measure(*s))
                    .filter(|s| self.w.book.sentences[*s].slots.iter().all(|k| !k.contains(&"sentence")))
                    .collect();
                let inner = self.of(&usize_or(&inner));
                let ground = (depth < 2).then(|| self.ground(inner, depth + 1)).flatten()?;
                args.push(Obj::Sentence(Box::new(Quoted { ground, negated: self.in_100(25) })));
                continue;
            }
            let fits: Vec<usize> =
                (0..self.w.case.entities.len()).filter(|e| self.w.fits(&Obj::Entity(*e), &kinds)).collect();
            if fits.is_empty() {
                return None;
            }
            args.push(Obj::Entity(self.of(&fits)));
        }
        Some(Ground { sentence, args })
    }

    fn statements(&mut self) {
        // That the raid is the first state's, so that norms are often in question.
        if !self.in_100(15) {
            let ground = Ground { sentence: 0, args: vec![Obj::Entity(1), Obj::Entity(0)] };
            let std = self.of(&[Std::Beyond, Std::Beyond, Std::Balance, Std::Clear]);
            self.w.case.statements.push((Heading::Evidence(std), Content::Sentence(Quoted { ground, negated: false })));
        }
        let n = 2 + self.pick(9);
        for _ in 0..n {
            // Sometimes the opposite of what was said before, on equally good evidence.
            if !self.w.case.statements.is_empty() && self.in_100(15) {
                let (h, c) = self.of(&self.w.case.statements.clone());
                if let (Heading::Evidence(_), Content::Sentence(Quoted { ground, negated })) = (h, c) {
                    let opposite = Quoted { ground, negated: !negated };
                    self.w.case.statements.push((h, Content::Sentence(opposite)));
                    continue;
                }
            }
            let sentence = self.pick(self.levels.len());
            // What was heard and not shown is mostly an open fact.
            if self.in_100(15) {
                let open = |s: &&usize| {
                    matches!(self.w.book.sentences[**s].sort, Sort::Fact | Sort::Judgment) && self.levels[**s] == 0
                };
                let open: Vec<usize> =
                    (0..self.levels.len()).collect::<Vec<_>>().iter().filter(open).copied().collect();
                let sentence = self.of(&usize_or(&open));
                if let Some(ground) = self.ground(sentence, 0)
                    && !self
                        .w
                        .case
                        .statements
                        .iter()
                        .any(|(_, c)| matches!(c, Content::Sentence(q) if q.ground == ground))
                {
                    let heard = Quoted { ground, negated: false };
                    self.w.case.statements.push((Heading::NotProven, Content::Sentence(heard)));
                    continue;
                }
            }
            if let Some(s) = self.statement(sentence) {
                self.w.case.statements.push(s);
            }
        }
    }

    fn statement(&mut self, sentence: usize) -> Option<(Heading, Content)> {
        use Heading::{Asserted, Claimed, Denied, Evidence, Found, NotProven, Unknown};
        let ground = self.ground(sentence, 0)?;
        let s = &self.w.book.sentences[sentence];
        let derived = s.sort == Sort::Conclusion && self.concluded(sentence);
        let who = self.of(&CLAIMANTS);
        let heading = match self.pick(45) {
            _ if derived => match self.pick(8) {
                0 => Found("Court"),
                1 => Asserted("Vega"),
                _ => return None,
            },
            0..=9 => Evidence(Std::Beyond),
            10..=13 => Evidence(Std::Clear),
            14..=20 => Evidence(Std::Balance),
            21..=26 => Evidence(Std::Reasonable),
            27..=29 => Claimed(who),
            30 | 31 => Denied(who),
            32 => Found("Court"),
            33 | 34 => Unknown,
            35 => Asserted(who),
            _ => NotProven,
        };
        let negated = self.in_100(28);
        let accounted = |(h, c): &(Heading, Content)| {
            matches!(h, Claimed(n) | Denied(n) if *n == who)
                && matches!(c, Content::Sentence(Quoted { ground: g, .. }) | Content::Measure(g, ..) if *g == ground)
        };
        if matches!(heading, Claimed(_) | Denied(_)) && self.w.case.statements.iter().any(accounted) {
            return None;
        }
        if let sort @ (Sort::Number | Sort::Day) = self.w.book.sentences[sentence].sort {
            if matches!(heading, NotProven | Unknown) {
                return None;
            }
            let (x, y) = (self.pick(5), self.pick(5));
            let of = |n: usize| match sort {
                Sort::Day => Quantity::Day(DATES[n]),
                _ => Quantity::Number(3 + n as i64),
            };
            let (low, high) = (of(x.min(y)), of(x.max(y)));
            let (least, most) = match self.pick(4) {
                0 => (Some(low), Some(high)),
                1 => (Some(low), None),
                2 => (None, Some(high)),
                _ => (Some(low), Some(low)),
            };
            return Some((heading, Content::Measure(ground, least, most)));
        }
        Some((heading, Content::Sentence(Quoted { ground, negated })))
    }

    fn concluded(&self, sentence: usize) -> bool {
        self.w.book.provisions.iter().any(|p| match &p.sort {
            Sort2::Rule(h) => h.sentence == sentence,
            Sort2::Norm { concludes, .. } => concludes.iter().any(|l| l.sentence == sentence),
            Sort2::Presume(_) | Sort2::Exception(_) => false,
        })
    }
}

/// A `some` that stands alone in a section binds its variables for the whole norm.
fn heading(cond: Cond, binds: &mut Vec<Var>) -> Cond {
    match cond {
        Cond::All(mut each) if each.len() == 1 => heading(each.remove(0), binds),
        Cond::Some(vars, inner) => {
            *binds = vars;
            *inner
        }
        c => c,
    }
}

fn letters(kinds: &[Name]) -> [Name; 6] {
    let word = kinds.join(" or ");
    LETTERS.iter().find(|(k, _)| *k == word).map_or_else(|| panic!("no letters for {word}"), |(_, l)| *l)
}

fn var(kind: Name, number: usize) -> Var {
    Var { name: letters(&[kind])[number], kinds: vec![kind] }
}

/// Never empty: the first sentence is a base sentence of level 0.
fn usize_or(from: &[usize]) -> Vec<usize> {
    if from.is_empty() { vec![0] } else { from.to_vec() }
}
