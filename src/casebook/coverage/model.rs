//! Coverage as plain data: which cases exercise what, per pack, provision and part. Knows nothing of how it is found.

use serde::Serialize;

use crate::source::Text;

/// What some cases exercise of the law they are judged by.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Coverage {
    /// The cases, by the ids of their incidents.
    pub cases: Vec<Text>,
    /// The packs that they use, as far as these have provisions.
    pub packs: Vec<PackCoverage>,
    /// The positions of all packs that they use.
    pub positions: Vec<PositionCoverage>,
}

/// What is exercised of a pack.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PackCoverage {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Option<String>,
    /// Its provisions, in the order of the files.
    pub provisions: Vec<ProvisionCoverage>,
}

/// The sorts of provisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A rule.
    Rule,
    /// A prohibition.
    Prohibition,
    /// An obligation.
    Obligation,
    /// A permission.
    Permission,
    /// A presumption.
    Presumption,
    /// A named exception.
    Exception,
}

impl Kind {
    /// Whether it is a rule or norm: something that is met or fails by itself, rather than bearing on another.
    pub fn stands_alone(self) -> bool {
        !matches!(self, Kind::Presumption | Kind::Exception)
    }
}

/// What is exercised of a provision.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ProvisionCoverage {
    /// Its id; a presumption without one is called by the sentence it presumes.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// What sort.
    pub kind: Kind,
    /// Whether it has conditions or exceptions by which it could fail.
    pub can_fail: bool,
    /// The cases in which an instance of it is exercised.
    pub reached: Vec<Text>,
    /// How its instances come out. A norm is met where it is breached (a permission: where it permits); it is not met where
    /// it is not breached or does not apply. A presumption is met where it applies, and not where it is rebutted. Decisive
    /// are only presumptions, without which their sentence would stand otherwise, and exceptions, without which some
    /// provision would stand.
    #[serde(flatten)]
    pub tally: Tally,
    /// The cases in which a norm does not bind or does not apply; they count among those in which it is not met.
    pub not_applicable: Vec<Text>,
    /// Its parts, in the order of the text.
    pub parts: Vec<PartCoverage>,
    /// Where it stands: file and place in it.
    #[serde(skip)]
    pub place: String,
}

/// Under which heading of a provision a part stands, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Whether some source binds the addressee (norms).
    Binding,
    /// `applies when`
    AppliesWhen,
    /// `when`, `breached when`, `granted when`
    When,
    /// `unless`, in the provision itself
    Unless,
    /// A named exception.
    Exception,
    /// A provision that prevails.
    Priority,
    /// A presumption that fills in an element.
    Presumption,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A single condition.
    Element,
    /// A line such as `any of`, whose parts follow.
    Block,
    /// Something that defeats the provision: an `unless` or one of its alternatives, a named exception, a priority.
    Defeats,
    /// Something that fills in an element.
    FillsIn,
}

/// What is exercised of a part of a provision.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartCoverage {
    /// Where it stands.
    pub section: Section,
    /// What it is.
    pub role: Role,
    /// How many lines it stands below.
    pub depth: usize,
    /// Its words as written, or the id of a provision.
    pub text: String,
    /// How it comes out.
    #[serde(flatten)]
    pub tally: Tally,
    /// Where it stands: file and place in it.
    #[serde(skip)]
    pub place: String,
}

/// The cases in which something comes out one way or another; a case may stand in several lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tally {
    /// It is met (established).
    pub met: Vec<Text>,
    /// It is not met (refuted; what the record passes over in silence does not count).
    pub not_met: Vec<Text>,
    /// It is undetermined, contested, or depends on what is left open.
    pub open: Vec<Text>,
    /// It is met, and the provision would come out otherwise if it were not.
    pub decisive_met: Vec<Text>,
    /// It is not met, and the provision would come out otherwise if it were.
    pub decisive_not_met: Vec<Text>,
}

impl Tally {
    /// In how many cases it is decisive, met or not.
    pub fn decisive(&self) -> usize {
        let more = self.decisive_not_met.iter().filter(|c| !self.decisive_met.contains(c));
        self.decisive_met.len() + more.count()
    }
}

/// What is exercised of a position.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PositionCoverage {
    /// Its id.
    pub id: Text,
    /// Its pack.
    pub pack: Text,
    /// What it says.
    pub proposition: String,
    /// The cases looked at from where it is accepted.
    pub accepted: Vec<Text>,
    /// The cases looked at from where it is rejected.
    pub rejected: Vec<Text>,
    /// The cases looked at with both views open.
    pub left_open: Vec<Text>,
    /// The cases in which some outcome differs between those who accept it and those who reject it.
    pub decisive: Vec<Text>,
}

/// Something that the cases leave out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Gap {
    /// The pack.
    pub pack: Text,
    /// The provision or position.
    pub id: String,
    /// The part of it, in its words.
    pub part: Option<String>,
}

/// What the cases leave out, each thing once: a rule that no case reaches is not listed as never met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Gaps {
    /// Rules and norms that no case reaches.
    pub not_reached: Vec<Gap>,
    /// Rules and norms that are reached, and met in no case.
    pub never_met: Vec<Gap>,
    /// Rules and norms that are reached, and fail in no case.
    pub never_failed: Vec<Gap>,
    /// Exceptions, named and inline, and priorities that never decide.
    pub exceptions: Vec<Gap>,
    /// Presumptions that never decide.
    pub presumptions: Vec<Gap>,
    /// Positions on which no outcome turns.
    pub positions: Vec<Gap>,
}

impl Gaps {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Gaps::default()
    }
}

impl Coverage {
    /// What the cases leave out.
    pub fn gaps(&self) -> Gaps {
        let mut gaps = Gaps::default();
        for pack in &self.packs {
            for provision in &pack.provisions {
                provision.gaps(&pack.id, &mut gaps);
            }
        }
        let idle = self.positions.iter().filter(|p| p.decisive.is_empty());
        gaps.positions = idle.map(|p| Gap { pack: p.pack.clone(), id: p.id.to_string(), part: None }).collect();
        gaps
    }

    /// The provision with this id.
    pub fn provision(&self, id: &str) -> Option<&ProvisionCoverage> {
        self.packs.iter().flat_map(|p| &p.provisions).find(|p| p.id == id)
    }
}

impl PackCoverage {
    /// The rules and norms.
    pub fn rules(&self) -> impl Iterator<Item = &ProvisionCoverage> {
        self.provisions.iter().filter(|p| p.kind.stands_alone())
    }

    /// Its exceptions: those with names, and what stands under `unless`.
    pub fn exceptions(&self) -> impl Iterator<Item = &Tally> {
        self.provisions.iter().flat_map(|p| {
            let inline = p.parts.iter().filter(|p| p.section == Section::Unless && p.role == Role::Defeats);
            let named = (p.kind == Kind::Exception).then_some(&p.tally);
            inline.map(|p| &p.tally).chain(named)
        })
    }

    /// Its presumptions.
    pub fn presumptions(&self) -> impl Iterator<Item = &Tally> {
        self.provisions.iter().filter(|p| p.kind == Kind::Presumption).map(|p| &p.tally)
    }
}

impl ProvisionCoverage {
    /// The part with these words.
    pub fn part(&self, text: &str) -> Option<&PartCoverage> {
        self.parts.iter().find(|p| p.text == text)
    }

    fn gaps(&self, pack: &Text, gaps: &mut Gaps) {
        let gap = |part: Option<String>| Gap { pack: pack.clone(), id: self.id.clone(), part };
        match self.kind {
            Kind::Presumption if self.tally.decisive() == 0 => gaps.presumptions.push(gap(None)),
            Kind::Exception if self.tally.decisive() == 0 => gaps.exceptions.push(gap(None)),
            Kind::Presumption | Kind::Exception => {}
            Kind::Rule | Kind::Prohibition | Kind::Obligation | Kind::Permission if self.reached.is_empty() => {
                gaps.not_reached.push(gap(None));
            }
            Kind::Rule | Kind::Prohibition | Kind::Obligation | Kind::Permission => {
                if self.tally.met.is_empty() {
                    gaps.never_met.push(gap(None));
                }
                if self.tally.not_met.is_empty() && self.can_fail {
                    gaps.never_failed.push(gap(None));
                }
            }
        }
        for (i, part) in self.parts.iter().enumerate() {
            let defeats = part.role == Role::Defeats && part.section != Section::Exception;
            if defeats && part.tally.decisive_met.is_empty() {
                gaps.exceptions.push(gap(Some(self.in_full(i, part))));
            }
        }
    }

    /// The words of a part; of a block, with the words of all that stands below it.
    fn in_full(&self, at: usize, part: &PartCoverage) -> String {
        let after = self.parts.iter().skip(at + 1);
        let below = after.take_while(|p| p.section == part.section && p.depth > part.depth);
        let below: Vec<&str> = below.filter(|p| p.role == Role::Element).map(|p| p.text.as_str()).collect();
        if below.is_empty() { part.text.clone() } else { format!("{}: {}", part.text, below.join("; ")) }
    }
}
