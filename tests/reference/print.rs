//! Prints the tree as the text of `.law` files (one for each pack) and of a `.case` file. Knows nothing of values.

use super::model::*;

/// The rule files in order, each with a name, and the record.
pub struct Texts {
    pub laws: Vec<(String, String)>,
    pub case: String,
}

impl std::fmt::Display for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, text) in &self.laws {
            writeln!(f, "──── {name}\n{text}")?;
        }
        writeln!(f, "──── record\n{}", self.case)
    }
}

/// The texts of a world, declarations in the order of the tree.
pub fn texts(world: &World) -> Texts {
    let printer = Printer { world };
    let laws = world.book.packs.iter().enumerate().map(|(i, p)| (format!("{}.law", p.id), printer.pack(i))).collect();
    Texts { laws, case: printer.case() }
}

struct Printer<'w> {
    world: &'w World,
}

#[derive(Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn line(&mut self, words: impl AsRef<str>) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        self.text.push_str(words.as_ref());
        self.text.push('\n');
    }

    fn under(&mut self, body: impl FnOnce(&mut Lines)) {
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }
}

fn standard(std: Std) -> &'static str {
    match std {
        Std::Reasonable => "reasonable grounds",
        Std::Balance => "balance of probabilities",
        Std::Clear => "clear and convincing",
        Std::Beyond => "beyond reasonable doubt",
    }
}

fn not(negated: bool) -> &'static str {
    if negated { "not " } else { "" }
}

fn fill(words: &str, slots: impl IntoIterator<Item = String>) -> String {
    let mut slots = slots.into_iter();
    let mut out = String::new();
    for (i, part) in words.split("{}").enumerate() {
        if i > 0 {
            out.push_str(&slots.next().expect("a slot for each {}"));
        }
        out.push_str(part);
    }
    out
}

fn slot(var: &Var) -> String {
    format!("<{} {}>", var.kinds.join(" or "), var.name)
}

fn binders(word: &str, vars: &[Var]) -> String {
    let each: Vec<String> = vars.iter().map(|v| format!("{word} {} {}", v.kinds.join(" or "), v.name)).collect();
    format!("{} where", each.join(" and "))
}

fn pins(pins: &[Name]) -> String {
    pins.join(", ")
}

fn quantity(q: &Quantity) -> String {
    match q {
        Quantity::Number(n) => n.to_string(),
        Quantity::Day(d) => (*d).to_string(),
    }
}

impl Printer<'_> {
    fn pack(&self, number: usize) -> String {
        let book = &self.world.book;
        let pack = &book.packs[number];
        let mut out = Lines::default();
        out.line(format!("pack {} \"Pack {}\"", pack.id, pack.id));
        out.under(|out| {
            if number > 0 {
                let used: Vec<&str> = book.packs[..number].iter().map(|p| p.id).collect();
                out.line(format!("uses {}", used.join(", ")));
            }
            if pack.without_presumptions {
                out.line("without presumptions");
            }
            if let Some(r) = pack.rebuttal {
                out.line(format!("rebuttal standard {}", standard(r)));
            }
        });
        if number == 0 {
            for k in &book.kinds {
                match k.parent {
                    Some(p) => out.line(format!("kind {} is a {p}", k.id)),
                    None => out.line(format!("kind {}", k.id)),
                }
            }
            for s in &book.sources {
                self.source(&mut out, s);
            }
            for p in &book.positions {
                out.line(format!("position {p}"));
                out.under(|out| {
                    out.line(format!("\"The proposition {p}\""));
                    out.line("default contested");
                });
            }
            for s in &book.sentences {
                self.sentence(&mut out, s);
            }
        }
        for p in book.provisions.iter().filter(|p| p.pack == number) {
            self.provision(&mut out, p);
        }
        out.text
    }

    fn source(&self, out: &mut Lines, source: &Source) {
        let sort = match source.sort {
            SourceSort::Treaty => "treaty",
            SourceSort::Custom => "custom",
            SourceSort::Code => "code",
            SourceSort::Judgment => "judgment",
            SourceSort::SoftLaw => "soft law",
        };
        out.line(format!("source {} {sort} \"Source {}\"", source.id, source.id));
        out.under(|out| {
            for (word, date) in [("in force", source.in_force), ("since", source.since), ("until", source.until)] {
                if let Some(date) = date {
                    out.line(format!("{word} {date}"));
                }
            }
            match &source.restates {
                Some(p) if p.is_empty() => out.line("restates custom"),
                Some(p) => out.line(format!("restates custom [{}]", pins(p))),
                None => {}
            }
            if let Some(m) = source.members_of {
                out.line(format!("binds members of {m}"));
            }
            for t in &source.through {
                out.line(format!("binds {} through {} when", slot(&t.group), slot(&t.party)));
                out.under(|out| self.body(out, &t.when));
            }
            for s in &source.scopes {
                match s.pins.is_empty() {
                    true => out.line("scope when"),
                    false => out.line(format!("scope of {} when", pins(&s.pins))),
                }
                out.under(|out| self.body(out, &s.when));
            }
            for (by, to) in &source.reservations {
                out.line(format!("reservation by {by} to {}", pins(to)));
            }
        });
        if !source.parties.is_empty() {
            out.line(format!("parties {}", source.id));
            out.under(|out| {
                for (who, from, until) in &source.parties {
                    match until {
                        Some(until) => out.line(format!("{who} {from} until {until}")),
                        None => out.line(format!("{who} {from}")),
                    }
                }
            });
        }
    }

    fn sentence(&self, out: &mut Lines, s: &Sentence) {
        let raised = if s.raised { "raised " } else { "" };
        let vars: Vec<Var> =
            s.slots.iter().zip(["X", "Y", "Z", "W"]).map(|(kinds, name)| Var { name, kinds: kinds.clone() }).collect();
        let pattern = fill(s.words, vars.iter().map(slot));
        match s.sort {
            Sort::Relation => out.line(format!("{raised}relation {pattern}")),
            Sort::Fact => out.line(format!("{raised}fact {pattern}")),
            Sort::Judgment => out.line(format!("{raised}judgment {pattern}")),
            Sort::Number => out.line(format!("measure {pattern}: number")),
            Sort::Day => out.line(format!("measure {pattern}: date")),
            Sort::Conclusion => out.line(format!("conclusion {pattern}")),
        }
        if s.crossroads {
            out.line(format!("crossroads {pattern}"));
        }
    }

    fn head(&self, lit: &Lit, vars: &[Var]) -> String {
        let words = self.world.book.sentences[lit.sentence].words;
        format!("{}{}", not(lit.negated), fill(words, vars.iter().map(slot)))
    }

    fn provision(&self, out: &mut Lines, p: &Provision) {
        let word = match &p.sort {
            Sort2::Rule(_) => "rule",
            Sort2::Presume(_) => "presume",
            Sort2::Exception(_) => "exception",
            Sort2::Norm { force: Force::Prohibition, .. } => "prohibition",
            Sort2::Norm { force: Force::Obligation, .. } => "obligation",
            Sort2::Norm { force: Force::Permission, .. } => "permission",
        };
        out.line(format!("{word} {}", p.id));
        out.under(|out| {
            match &p.sort {
                Sort2::Rule(head) | Sort2::Presume(head) => out.line(self.head(head, &p.vars)),
                Sort2::Exception(to) => out.line(format!("to {}", to.join(", "))),
                Sort2::Norm { words, .. } => out.line(fill(words, p.vars.iter().map(slot))),
            }
            if !p.under.is_empty() {
                let cites: Vec<String> = p
                    .under
                    .iter()
                    .map(|c| format!("{} {}", c.source, c.pins.join(" ")).trim_end().to_owned())
                    .collect();
                out.line(format!("under {}", cites.join(", ")));
            }
            let mut when = "when".to_owned();
            if let Sort2::Norm { force, applies, binds, binds_later, .. } = &p.sort {
                when = if *force == Force::Permission { "granted when" } else { "breached when" }.to_owned();
                if !binds_later.is_empty() {
                    when = format!("{when} {}", binders("some", binds_later));
                }
                match (applies, binds.is_empty()) {
                    (Some(a), true) => self.section(out, "applies when", a),
                    (Some(a), false) => self.section(out, &format!("applies when {}", binders("some", binds)), a),
                    (None, _) => {}
                }
            }
            if let Some(c) = &p.when {
                self.section(out, &when, c);
            }
            for u in &p.unless {
                self.section(out, "unless", u);
            }
            if !p.prevails.is_empty() {
                out.line(format!("prevails over {} as lex specialis", p.prevails.join(", ")));
            }
            if p.peremptory {
                out.line("peremptory");
            }
            if p.without_presumptions {
                out.line("without presumptions");
            }
            if let Some(r) = p.rebuttal {
                out.line(format!("rebuttal standard {}", standard(r)));
            }
            if let Sort2::Norm { concludes, .. } = &p.sort
                && !concludes.is_empty()
            {
                out.line("concludes");
                out.under(|out| concludes.iter().for_each(|l| out.line(self.lit(l))));
            }
        });
    }

    fn section(&self, out: &mut Lines, word: &str, cond: &Cond) {
        out.line(word);
        out.under(|out| self.body(out, cond));
    }

    /// Several lines are `all of` them.
    fn body(&self, out: &mut Lines, cond: &Cond) {
        match cond {
            Cond::All(each) if !each.is_empty() => each.iter().for_each(|c| self.cond(out, c)),
            _ => self.cond(out, cond),
        }
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Var(v) => (*v).to_string(),
            Term::Sentence(l) => self.lit(l),
        }
    }

    fn lit(&self, lit: &Lit) -> String {
        let words = self.world.book.sentences[lit.sentence].words;
        format!("{}{}", not(lit.negated), fill(words, lit.args.iter().map(|t| self.term(t))))
    }

    fn measure(&self, m: &Measure) -> String {
        match m {
            Measure::Declared(s, args) => fill(self.world.book.sentences[*s].words, args.iter().map(|t| self.term(t))),
            Measure::DateOf(v) => format!("the date of {v}"),
        }
    }

    fn is_day(&self, m: &Measure) -> bool {
        match m {
            Measure::Declared(s, _) => self.world.book.sentences[*s].sort == Sort::Day,
            Measure::DateOf(_) => true,
        }
    }

    fn cond(&self, out: &mut Lines, cond: &Cond) {
        let block = |out: &mut Lines, word: String, each: &[Cond]| {
            out.line(word);
            out.under(|out| each.iter().for_each(|c| self.cond(out, c)));
        };
        match cond {
            Cond::Lit(l) => out.line(self.lit(l)),
            Cond::Position(p, n) => out.line(format!("{}on the position {p}", not(*n))),
            Cond::Same(l, r, n) => out.line(format!("{}{l} is the same State as {r}", not(*n))),
            Cond::IsA(v, k, n) => {
                let article = if k.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                out.line(format!("{}{v} is {article} {k}", not(*n)));
            }
            Cond::BoundBy { actor, source, act, negated } => out.line(match act {
                Some(a) => format!("{}{actor} is bound by {source} at the date of {a}", not(*negated)),
                None => format!("{}{actor} is bound by {source}", not(*negated)),
            }),
            Cond::Peremptory { actor, act, negated } => {
                let by = act.map_or(String::new(), |a| format!(" by {a}"));
                out.line(format!("{}{actor} breaches a peremptory norm{by}", not(*negated)));
            }
            Cond::Breaches { norm, args, negated } => {
                let p = &self.world.book.provisions[self.world.book.provision(norm)];
                let act = p.act(&self.world.book);
                let mut words = format!("{}{} breaches {norm}", not(*negated), args[0].expect("an addressee"));
                let vars = p.instance_vars();
                let mut rest = Vec::new();
                for (v, a) in vars.iter().zip(args).skip(1) {
                    match a {
                        Some(a) if act == Some(v.name) => words.push_str(&format!(" by {a}")),
                        Some(a) => rest.push(*a),
                        None => {}
                    }
                }
                if !rest.is_empty() {
                    words.push_str(&format!(" in respect of {}", rest.join(" and ")));
                }
                out.line(words);
            }
            Cond::Wrongful { act, actor, negated } => {
                out.line(format!("{}{act} would be wrongful if committed by {actor}", not(*negated)));
            }
            Cond::Compare { left, op, right, negated } => {
                let op = match (op, self.is_day(left)) {
                    (Op::Exactly, _) => "exactly",
                    (Op::AtLeast, false) => "at least",
                    (Op::AtMost, false) => "at most",
                    (Op::Less, false) => "less than",
                    (Op::More, false) => "more than",
                    (Op::AtLeast, true) => "on or after",
                    (Op::AtMost, true) => "on or before",
                    (Op::Less, true) => "before",
                    (Op::More, true) => "after",
                };
                let right = match right {
                    Operand::Value(q) => quantity(q),
                    Operand::Measure(m) => self.measure(m),
                };
                out.line(format!("{}{} is {op} {right}", not(*negated), self.measure(left)));
            }
            Cond::All(each) => block(out, "all of".into(), each),
            Cond::Any(each) => block(out, "any of".into(), each),
            Cond::None(each) => block(out, "none of".into(), each),
            Cond::AtLeast(n, each) => block(out, format!("at least {n} of"), each),
            Cond::Some(vars, c) => self.section(out, &binders("some", vars), c),
            Cond::No(vars, c) => self.section(out, &binders("no", vars), c),
            Cond::Every(vars, c, then) => {
                self.section(out, &binders("every", vars), c);
                self.section(out, "then", then);
            }
        }
    }

    fn obj(&self, obj: &Obj) -> String {
        match obj {
            Obj::Entity(e) => self.world.case.entities[*e].name.to_string(),
            Obj::Sentence(q) => self.quoted(q),
        }
    }

    fn ground(&self, g: &Ground) -> String {
        fill(self.world.book.sentences[g.sentence].words, g.args.iter().map(|a| self.obj(a)))
    }

    /// A ground sentence or its negation, in words.
    fn quoted(&self, q: &Quoted) -> String {
        format!("{}{}", not(q.negated), self.ground(&q.ground))
    }

    fn content(&self, content: &Content) -> String {
        match content {
            Content::Sentence(q) => self.quoted(q),
            Content::Measure(g, None, None) => self.ground(g),
            Content::Measure(g, Some(l), None) => format!("{} is at least {}", self.ground(g), quantity(l)),
            Content::Measure(g, None, Some(m)) => format!("{} is at most {}", self.ground(g), quantity(m)),
            Content::Measure(g, Some(l), Some(m)) if l == m => format!("{} is {}", self.ground(g), quantity(l)),
            Content::Measure(g, Some(l), Some(m)) => {
                format!("{} is between {} and {}", self.ground(g), quantity(l), quantity(m))
            }
            Content::Breach(norm, who) => {
                let name = |i: usize| self.world.case.entities[who[i]].name;
                format!("breach of {norm} by {}", name(0))
            }
        }
    }

    fn case(&self) -> String {
        let case = &self.world.case;
        let mut out = Lines::default();
        out.line("incident test \"A test\"");
        out.under(|out| {
            if let Some(on) = case.on {
                out.line(format!("on {on}"));
            }
            let packs: Vec<&str> = self.world.book.packs.iter().map(|p| p.id).collect();
            out.line(format!("uses {}", packs.join(", ")));
            if let Some(s) = case.standard {
                out.line(format!("standard {}", standard(s)));
            }
            if let Some(r) = case.rebuttal {
                out.line(format!("rebuttal standard {}", standard(r)));
            }
            if case.court {
                out.line("judged as a court");
            }
        });
        for e in &case.entities {
            match e.on {
                Some(on) => out.line(format!("{} {} \"{}\" on {on}", e.kind, e.name, e.name)),
                None => out.line(format!("{} {} \"{}\"", e.kind, e.name, e.name)),
            }
        }
        for (heading, content) in &case.statements {
            out.line(match heading {
                Heading::Evidence(Std::Beyond) => "established".into(),
                Heading::Evidence(Std::Clear) => "corroborated".into(),
                Heading::Evidence(Std::Balance) => "likely".into(),
                Heading::Evidence(Std::Reasonable) => "reported".into(),
                Heading::Unknown => "unknown".into(),
                Heading::NotProven => "not proven".into(),
                Heading::Claimed(n) => format!("claimed by {n}"),
                Heading::Denied(n) => format!("denied by {n}"),
                Heading::Found(n) => format!("found by {n}"),
                Heading::Asserted(n) => format!("asserted by {n}"),
            });
            out.under(|out| out.line(self.content(content)));
        }
        out.text
    }
}

/// A ground sentence in words, for messages.
pub fn ground(world: &World, g: &Ground) -> String {
    Printer { world }.ground(g)
}
