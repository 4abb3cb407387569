//! What the engine says of a world, by names, so that two worlds can be compared without the reference.

use std::collections::{BTreeMap, BTreeSet};

use caroline::engine::Outcome;
use caroline::engine::standpoint::{Standpoint, key};

use super::engine::{self, Input, crossroads};
use super::hold::STANDARDS;
use super::model::*;
use super::print;

/// For each norm instance that is reported and each sentence of entities: its outcome at each standpoint, in a fixed
/// order of the standpoints. Every crossroads takes the same branch.
pub type Verdicts = BTreeMap<Vec<Name>, Vec<String>>;

/// A choice of accounts and positions, in the order of the names in the first world.
#[derive(Clone)]
pub struct Choices {
    pub accounts: Vec<Name>,
    pub positions: Vec<Name>,
}

impl Choices {
    pub fn of(world: &World) -> Choices {
        Choices { accounts: world.case.accounts(), positions: world.book.positions.clone() }
    }
}

fn leak(text: &str) -> Name {
    Box::leak(text.to_owned().into_boxed_str())
}

/// The verdicts of a world.
pub fn verdicts(world: &World, choices: &Choices) -> Result<Verdicts, String> {
    let texts = print::texts(world);
    let mut input = Input::read(&texts.laws, &texts.case)?;
    let mut asked = Vec::new();
    for (sentence, s) in world.book.sentences.iter().enumerate() {
        if matches!(s.sort, Sort::Number | Sort::Day) || s.slots.iter().any(|k| k.contains(&"sentence")) {
            continue;
        }
        let mut rows: Vec<Vec<Obj>> = vec![Vec::new()];
        for kinds in &s.slots {
            let fits: Vec<Obj> =
                (0..world.case.entities.len()).map(Obj::Entity).filter(|o| world.fits(o, kinds)).collect();
            rows = rows
                .iter()
                .flat_map(|row| fits.iter().map(move |o| row.iter().cloned().chain([o.clone()]).collect()))
                .collect();
        }
        for args in rows {
            let mut name = vec![s.words];
            name.extend(args.iter().map(|o| match o {
                Obj::Entity(e) => world.case.entities[*e].name,
                Obj::Sentence(_) => "",
            }));
            let ground = Ground { sentence, args };
            asked.push((name, input.ground(&print::ground(world, &ground))?));
        }
    }
    let mut ev = input.evaluate();
    let mut found: Vec<(Vec<Name>, engine::Of)> = Vec::new();
    for (name, ground) in &asked {
        let id = ev.sentence(ground).map_err(|e| format!("{e:?}"))?;
        found.push((name.clone(), engine::Of::Sentence(ev.atom_value(id))));
    }
    for ((norm, args), outcomes) in engine::instances(&input, &mut ev, &|g| format!("{g:?}")) {
        if args.iter().any(|a| a.contains(' ')) {
            continue;
        }
        let name = std::iter::once(leak(&norm)).chain(args.iter().map(|a| leak(a))).collect();
        found.push((name, engine::Of::Norm(outcomes)));
    }
    let roads = crossroads(&ev);
    let mut out = Verdicts::new();
    for standpoint in standpoints(&input, choices) {
        for yes in [false, true] {
            let branches = roads.iter().map(|g| (key(g), yes)).collect();
            let here = Standpoint { branches, ..standpoint.clone() };
            for (name, of) in &found {
                let said = match of {
                    engine::Of::Sentence(v) => format!("{:?}", ev.value_at(*v, &here)),
                    engine::Of::Norm(o) => engine::word(ev.outcome_at(o, &here)).to_owned(),
                };
                out.entry(name.clone()).or_default().push(said);
            }
        }
    }
    Ok(out)
}

fn standpoints(input: &Input, choices: &Choices) -> Vec<Standpoint> {
    let mut out = Vec::new();
    let accounts = std::iter::once(None).chain(choices.accounts.iter().map(|a| Some(*a)));
    for account in accounts {
        for choice in 0..1_usize << choices.positions.len() {
            let accepted: BTreeSet<&str> =
                choices.positions.iter().enumerate().filter(|(i, _)| choice >> i & 1 == 1).map(|(_, p)| *p).collect();
            out.extend(STANDARDS.map(|s| input.standpoint(s, account, &accepted, &[])));
        }
    }
    out
}

/// Where raising the standard makes a breach of what was none, or gives new ground for or against a sentence: the first
/// such place.
pub fn risen(world: &World) -> Result<Option<String>, String> {
    let texts = print::texts(world);
    let mut input = Input::read(&texts.laws, &texts.case)?;
    let asked: Vec<_> = super::hold::asked(world).iter().map(|g| print::ground(world, g)).collect();
    let grounds = asked.iter().map(|w| input.ground(w)).collect::<Result<Vec<_>, _>>()?;
    let mut ev = input.evaluate();
    let mut values = Vec::new();
    for (g, words) in grounds.iter().zip(asked) {
        let id = ev.sentence(g).map_err(|e| format!("{e:?}"))?;
        values.push((words, ev.atom_value(id)));
    }
    let instances = engine::instances(&input, &mut ev, &|g| format!("{g:?}"));
    let roads = crossroads(&ev);
    let spread = roads.len().min(3);
    let on = |at: &Standpoint, branch: usize| -> Standpoint {
        let bit = |i: usize| branch >> (i % spread.max(1)) & 1 == 1;
        Standpoint { branches: roads.iter().enumerate().map(|(i, g)| (key(g), bit(i))).collect(), ..at.clone() }
    };
    for lowest in standpoints(&input, &Choices::of(world)).chunks(4) {
        for branch in 0..1_usize << spread {
            let on_branch: Vec<Standpoint> = lowest.iter().map(|at| on(at, branch)).collect();
            for (name, outcomes) in &instances {
                let by_standard: Vec<Outcome> = on_branch.iter().map(|at| ev.outcome_at(outcomes, at)).collect();
                for (i, low) in by_standard.iter().enumerate() {
                    let none = matches!(low, Outcome::NoBreach | Outcome::Undetermined | Outcome::NotShown);
                    if none && by_standard[i..].contains(&Outcome::Breach) {
                        return Ok(Some(format!("{name:?}: {by_standard:?} from the lowest standard to the highest")));
                    }
                }
            }
            for (words, value) in &values {
                let sides: Vec<(bool, bool)> = on_branch.iter().map(|at| ev.value_at(*value, at)).collect();
                if sides.windows(2).any(|w| !w[0].0 && w[1].0 || !w[0].1 && w[1].1) {
                    return Ok(Some(format!("`{words}`: {sides:?} from the lowest standard to the highest")));
                }
            }
        }
    }
    Ok(None)
}
