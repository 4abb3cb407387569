//! The files that `caroline new` writes. They pass `caroline check`, which a test holds them to.

/// A case file to start from.
pub(super) fn case(name: &str) -> String {
    CASE.replace("NAME", name).replace("TITLE", &title(name))
}

/// A rule file to start from.
pub(super) fn rules(name: &str) -> String {
    RULES.replace("NAME", name).replace("TITLE", &title(name))
}

/// `border-shooting` → `Border shooting`.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|c| c.to_ascii_uppercase().to_string()).unwrap_or_default() + letters.as_str()
}

const CASE: &str = r#"# The facts of one incident. Lines that begin with # are notes to yourself.
#
#   caroline check NAME.case       is everything spelt as the rules know it?
#   caroline judge NAME.case       the verdicts, with their reasons
#   caroline list sentences        the sentences that the rules understand
incident NAME "TITLE"
  on 2024-05-01
  # The packs whose law is applied (`caroline list packs`).
  uses human-rights
  # Or: beyond reasonable doubt, clear and convincing, balance of probabilities.
  standard reasonable grounds

# Where the facts come from. The first word after `source` is its name in this file.
source report report "Report on the incident"
  dated 2024-05-02
  by "A news agency"
source ministry statement "Statement of the Ministry of the Interior"
  dated 2024-05-03

# Who and what there is: a kind (`caroline list kinds`), a name, and how it is shown. States have their usual names.
state Albania
person Guard "the border guard"
person Victim "the traveller"
place Border "the border crossing"
act Shooting "the shooting"

# What is known, by how well it is known: established, corroborated, likely or reported.
established [report]
  Shooting is carried out by Guard
  Shooting is directed against Victim
  Shooting causes the death of Victim
  Shooting takes place in Border
likely [report]
  Guard is an organ of Albania under its internal law
  Border is within the territory of Albania

# What one side says. It counts on that side's account: caroline judge NAME.case --account Albania
claimed by Albania [ministry]
  Shooting serves to protect a person from an imminent threat of death or serious injury by Victim
    because "the traveller had raised a weapon"

# What nobody knows yet, so that it is asked for:
# unknown
#   Victim ...

# What you are sure of. `caroline test NAME.case` says when the verdicts differ from it.
# expect
#   breach of hr-arbitrary-deprivation-of-life by Albania by Shooting in respect of Victim
"#;

const RULES: &str = r#"# Rules of your own. Lines that begin with # are notes to yourself.
#
#   caroline check NAME.law                      is everything well formed?
#   caroline judge x.case --rules NAME.law       a case that says `uses NAME`
pack NAME "TITLE"
  # The packs whose words and rules this one builds on.
  uses vocabulary

# Sources: what binds, and how it is cited. `parties` says who is bound by a treaty, and from when.
source NAME-treaty treaty "Treaty on the Protection of Harbours"
  adopted 1970-01-01
  in force 1972-01-01
  cited as "Harbour Treaty"
parties NAME-treaty
  Albania 1972-01-01
  Croatia 1992-06-01

# Sentences: the words of the law with a place for each thing they speak of. What nobody states of a `relation` is
# false; of a `fact`, open. A `judgment` needs an assessment with reasons.
kind harbour is a place
relation <act A> damages <harbour H>
fact <harbour H> is open to ships of all States
judgment the damage done by <act A> to <harbour H> is lasting

# A rule says when a sentence holds. Several rules for one sentence are alternatives.
rule NAME-protected "Protected harbours"
  <harbour H> is a protected harbour
  under NAME-treaty 1
  when
    H is open to ships of all States

# A norm says who must do, or not do, what.
prohibition NAME-damage "Damage to protected harbours"
  <actor S> must not damage <harbour H> by <act A>
  under NAME-treaty 2(1)
  applies when
    H is a protected harbour
  breached when
    A is carried out by S
    A damages H
    the damage done by A to H is lasting

# An exception counts once whoever invokes it has shown it.
fact <act A> is necessary to save life
exception NAME-saving-life "Saving life"
  to NAME-damage
  under NAME-treaty 2(2)
  when
    A is necessary to save life
"#;
