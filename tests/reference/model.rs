//! The tree that the reference evaluates and prints: a rule book and a record, small and plain. Knows nothing of values.

/// Names, ids and words.
pub type Name = &'static str;
/// A date as `YYYY-MM-DD`, so that dates compare as text.
pub type Date = &'static str;

/// A rule book with the record that is judged by it.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub book: Book,
    pub case: Case,
}

/// Everything that is declared in `.law` files. The first pack holds the declarations; a provision says its pack.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub packs: Vec<Pack>,
    pub kinds: Vec<Kind>,
    pub sentences: Vec<Sentence>,
    pub sources: Vec<Source>,
    pub positions: Vec<Name>,
    pub provisions: Vec<Provision>,
}

#[derive(Debug, Clone, Default)]
pub struct Pack {
    pub id: Name,
    pub without_presumptions: bool,
    pub rebuttal: Option<Std>,
}

#[derive(Debug, Clone)]
pub struct Kind {
    pub id: Name,
    pub parent: Option<Name>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Std {
    Reasonable,
    Balance,
    Clear,
    Beyond,
}

impl Std {
    pub const ALL: [Std; 4] = [Std::Reasonable, Std::Balance, Std::Clear, Std::Beyond];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    Relation,
    Fact,
    Judgment,
    Number,
    Day,
    Conclusion,
}

/// A declared sentence; `{}` in its words stands for the next slot.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub sort: Sort,
    pub raised: bool,
    pub words: Name,
    /// The kinds of each slot; `sentence` is one of them if a whole sentence fits.
    pub slots: Vec<Vec<Name>>,
    pub crossroads: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceSort {
    Treaty,
    Custom,
    Code,
    Judgment,
    SoftLaw,
}

#[derive(Debug, Clone)]
pub struct Source {
    pub id: Name,
    pub sort: SourceSort,
    pub in_force: Option<Date>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// Pinpoints that restate custom; empty: all.
    pub restates: Option<Vec<Name>>,
    pub members_of: Option<Name>,
    pub through: Vec<Through>,
    pub scopes: Vec<Scope>,
    pub reservations: Vec<(Name, Vec<Name>)>,
    pub parties: Vec<(Name, Date, Option<Date>)>,
}

#[derive(Debug, Clone)]
pub struct Through {
    pub group: Var,
    pub party: Var,
    pub when: Cond,
}

/// A scope clause; the kinds of its variables are what the sentences in it say.
#[derive(Debug, Clone)]
pub struct Scope {
    pub pins: Vec<Name>,
    pub vars: Vec<Var>,
    pub when: Cond,
}

/// A variable with its kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Var {
    pub name: Name,
    pub kinds: Vec<Name>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Force {
    Prohibition,
    Obligation,
    Permission,
}

#[derive(Debug, Clone)]
pub enum Sort2 {
    Rule(Lit),
    Presume(Lit),
    Exception(Vec<Name>),
    Norm {
        force: Force,
        /// `{}` stands for the next head variable.
        words: Name,
        applies: Option<Cond>,
        /// Variables that `some` at the head of `applies when` binds for the sections below it.
        binds: Vec<Var>,
        /// Those that `some` at the head of `breached when` binds.
        binds_later: Vec<Var>,
        concludes: Vec<Lit>,
    },
}

/// A rule, presumption, exception or norm.
#[derive(Debug, Clone)]
pub struct Provision {
    pub id: Name,
    pub sort: Sort2,
    /// The variables of the head, in the order of its slots.
    pub vars: Vec<Var>,
    pub under: Vec<Cite>,
    /// `when`, `breached when`, `granted when`.
    pub when: Option<Cond>,
    pub unless: Vec<Cond>,
    pub prevails: Vec<Name>,
    pub without_presumptions: bool,
    pub peremptory: bool,
    pub rebuttal: Option<Std>,
    pub pack: usize,
}

#[derive(Debug, Clone)]
pub struct Cite {
    pub source: Name,
    pub pins: Vec<Name>,
}

#[derive(Debug, Clone)]
pub enum Term {
    Var(Name),
    Sentence(Box<Lit>),
}

/// A sentence with its slots filled by variables, or its negation.
#[derive(Debug, Clone)]
pub struct Lit {
    pub sentence: usize,
    pub args: Vec<Term>,
    pub negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    Exactly,
    AtLeast,
    AtMost,
    Less,
    More,
}

/// A value of a measure: a number, or a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    Number(i64),
    Day(Date),
}

#[derive(Debug, Clone)]
pub enum Measure {
    Declared(usize, Vec<Term>),
    DateOf(Name),
}

#[derive(Debug, Clone)]
pub enum Operand {
    Value(Quantity),
    Measure(Measure),
}

/// A condition; the last field of a test says whether it is negated.
#[derive(Debug, Clone)]
pub enum Cond {
    Lit(Lit),
    Position(Name, bool),
    Same(Name, Name, bool),
    IsA(Name, Name, bool),
    BoundBy {
        actor: Name,
        source: Name,
        act: Option<Name>,
        negated: bool,
    },
    /// For each variable of the norm, what fills it.
    Breaches {
        norm: Name,
        args: Vec<Option<Name>>,
        negated: bool,
    },
    /// A breach of any peremptory norm by the actor, by the act if one is given.
    Peremptory {
        actor: Name,
        act: Option<Name>,
        negated: bool,
    },
    Wrongful {
        act: Name,
        actor: Name,
        negated: bool,
    },
    Compare {
        left: Measure,
        op: Op,
        right: Operand,
        negated: bool,
    },
    All(Vec<Cond>),
    Any(Vec<Cond>),
    None(Vec<Cond>),
    AtLeast(usize, Vec<Cond>),
    Some(Vec<Var>, Box<Cond>),
    No(Vec<Var>, Box<Cond>),
    Every(Vec<Var>, Box<Cond>, Box<Cond>),
}

#[derive(Debug, Clone, Default)]
pub struct Case {
    pub on: Option<Date>,
    pub standard: Option<Std>,
    pub rebuttal: Option<Std>,
    pub court: bool,
    pub entities: Vec<Entity>,
    pub statements: Vec<(Heading, Content)>,
}

#[derive(Debug, Clone)]
pub struct Entity {
    pub name: Name,
    pub kind: Name,
    pub on: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Heading {
    Evidence(Std),
    Unknown,
    NotProven,
    Claimed(Name),
    Denied(Name),
    Found(Name),
    Asserted(Name),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Content {
    Sentence(Quoted),
    Measure(Ground, Option<Quantity>, Option<Quantity>),
    /// `breach of norm by …`: the entities that fill the norm's first variables.
    Breach(Name, Vec<usize>),
}

/// What fills a slot of a recorded sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Obj {
    Entity(usize),
    Sentence(Box<Quoted>),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ground {
    pub sentence: usize,
    pub args: Vec<Obj>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quoted {
    pub ground: Ground,
    pub negated: bool,
}

impl Book {
    /// Whether `kind` is `ancestor` or a subkind of it.
    pub fn is_a(&self, kind: Name, ancestor: Name) -> bool {
        kind == ancestor
            || self.kinds.iter().find(|k| k.id == kind).and_then(|k| k.parent).is_some_and(|p| self.is_a(p, ancestor))
    }

    pub fn source(&self, id: Name) -> &Source {
        self.sources.iter().find(|s| s.id == id).unwrap_or_else(|| panic!("no source {id}"))
    }

    pub fn provision(&self, id: Name) -> usize {
        self.provisions.iter().position(|p| p.id == id).unwrap_or_else(|| panic!("no provision {id}"))
    }
}

impl World {
    /// Whether what fills a slot or variable fits one of the kinds.
    pub fn fits(&self, obj: &Obj, kinds: &[Name]) -> bool {
        match obj {
            Obj::Entity(e) => kinds.iter().any(|k| self.book.is_a(self.case.entities[*e].kind, k)),
            Obj::Sentence(_) => kinds.contains(&"sentence"),
        }
    }
}

impl Provision {
    pub fn is_norm(&self) -> bool {
        matches!(self.sort, Sort2::Norm { .. })
    }

    /// The variables of an instance: those of the head, and those that a heading `some` of a norm binds.
    pub fn instance_vars(&self) -> Vec<Var> {
        let mut vars = self.vars.clone();
        if let Sort2::Norm { binds, binds_later, .. } = &self.sort {
            vars.extend(binds.iter().chain(binds_later).cloned());
        }
        vars
    }

    /// The first variable of kind `act`.
    pub fn act(&self, book: &Book) -> Option<Name> {
        self.instance_vars().iter().find(|v| v.kinds.iter().all(|k| book.is_a(k, "act"))).map(|v| v.name)
    }
}

impl Case {
    /// Those who claim or deny something, in order.
    pub fn accounts(&self) -> Vec<Name> {
        let mut names = Vec::new();
        for (h, _) in &self.statements {
            if let Heading::Claimed(n) | Heading::Denied(n) = h
                && !names.contains(n)
            {
                names.push(*n);
            }
        }
        names
    }
}
