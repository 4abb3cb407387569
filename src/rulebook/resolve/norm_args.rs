//! Who is who in `S breaches norm by A in respect of P`: names are given places in the norm by their kinds. Knows
//! nothing of variables or entities, so that rules and records share it.

use crate::rulebook::kinds::KindSet;
use crate::rulebook::model::{ProvisionId, Rulebook, VarId};

/// Which of the given names fills an instance variable of the norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// The one who breaches it.
    Addressee,
    /// The one after `by` (in a record the second `by`).
    Act,
    /// The one with this number after `in respect of`.
    Respect(usize),
}

/// A name for which the norm has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Which name.
    pub filler: Filler,
    /// The variables of the norm that are still open.
    pub open: Vec<VarId>,
}

/// For each instance variable of a norm, which of the names fills it; none is "some". The names are given by their
/// kinds. The addressee is the first variable. The act fills the norm's act, or else the only open variable that fits
/// it; each further name fills the first open variable that fits, those of the norm's sentence before others.
pub fn norm_args(
    book: &Rulebook,
    norm: ProvisionId,
    addressee: KindSet,
    act: Option<KindSet>,
    respect: &[KindSet],
) -> Result<Vec<Option<Filler>>, Misfit> {
    let Some(provision) = book.provisions.get(norm.index()) else { return Ok(Vec::new()) };
    let vars = provision.vars.get(..provision.instance_vars).unwrap_or_default();
    let mut places: Vec<Option<Filler>> = vec![None; vars.len()];
    let fits = |places: &[Option<Filler>], at: usize, kinds: KindSet| {
        places.get(at) == Some(&None) && vars.get(at).is_some_and(|v| v.kinds.overlaps(kinds))
    };
    let put = |filler: Filler, at: Option<usize>, places: &mut Vec<Option<Filler>>| match at
        .and_then(|at| places.get_mut(at))
    {
        Some(place) => {
            *place = Some(filler);
            Ok(())
        }
        None => {
            let open = places.iter().enumerate().filter(|(_, p)| p.is_none());
            let open = open.filter_map(|(at, _)| u32::try_from(at).ok()).map(VarId).collect();
            Err(Misfit { filler, open })
        }
    };
    put(Filler::Addressee, fits(&places, 0, addressee).then_some(0), &mut places)?;
    if let Some(kinds) = act {
        let own = provision.act.map(VarId::index).filter(|at| fits(&places, *at, kinds));
        let mut others = (0..vars.len()).filter(|at| fits(&places, *at, kinds));
        let only = others.next().filter(|_| others.next().is_none());
        put(Filler::Act, own.or(only), &mut places)?;
    }
    for (n, kinds) in respect.iter().enumerate() {
        let at = (0..vars.len()).find(|at| fits(&places, *at, *kinds));
        put(Filler::Respect(n), at, &mut places)?;
    }
    Ok(places)
}
