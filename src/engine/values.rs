//! The values of the ground graph, kept beside it: four for each sentence, condition and instance (two modes, each also
//! with what was heard and not shown taken as refuted). Knows nothing of how they are computed.

use super::diagram::Value;
use super::graph::{AtomId, InstanceId, Mode, NodeId};

/// The number of a mode, and whether points that were heard and not shown count as refuted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// How conditions are read.
    pub mode: Mode,
    /// Whether what was heard and not shown counts as refuted.
    pub dismissed: bool,
}

impl Place {
    /// With presumptions, nothing dismissed.
    pub const ORDINARY: Place = Place { mode: Mode::Ordinary, dismissed: false };

    /// The place as an index below 4.
    pub fn index(self) -> usize {
        usize::from(self.mode == Mode::Strict) + if self.dismissed { 2 } else { 0 }
    }

    /// The same with this mode, unless already strict.
    #[must_use]
    pub fn strict_if(self, strict: bool) -> Place {
        if strict { Place { mode: Mode::Strict, ..self } } else { self }
    }
}

/// What a condition rests on in the record (semantics § 9, *idle*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Not false by silence alone.
    pub possible: bool,
    /// Rests on an open sentence: one that silence leaves undetermined.
    pub open: bool,
    /// Rests on an open or raised sentence that the record mentions.
    pub touched: bool,
}

impl Reach {
    /// A condition that is not about the record.
    pub const NEUTRAL: Reach = Reach { possible: true, open: false, touched: false };

    /// Adds what another condition rests on.
    pub fn take(&mut self, other: Reach) {
        self.open |= other.open;
        self.touched |= other.touched;
    }
}

/// The values of a provision instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstanceValue {
    /// Norms: bound and applicable. Others: established.
    pub applicable: Value,
    /// What binds the addressee (norms; else established).
    pub bound: Value,
    /// The conditions, before exceptions.
    pub conditions: Value,
    /// The conditions followed by the exceptions.
    pub result: Value,
}

/// A sentence's values.
#[derive(Debug, Clone, Copy, Default)]
pub struct AtomState {
    /// After presumptions and crossroads.
    pub values: [Option<Value>; 4],
    /// Before them.
    pub unpresumed: [Option<Value>; 4],
    /// What it rests on.
    pub reach: Reach,
    /// In which modes it has been asked for.
    pub asked: [bool; 2],
}

/// A condition's values.
#[derive(Debug, Clone, Copy, Default)]
pub struct NodeState {
    /// Its values.
    pub values: [Option<Value>; 4],
    /// What it rests on.
    pub reach: Reach,
}

/// An instance's values.
#[derive(Debug, Clone, Copy, Default)]
pub struct InstanceState {
    /// Its values.
    pub values: [Option<InstanceValue>; 4],
    /// What its conditions rest on.
    pub reach: Reach,
    /// Whether the record says nothing of what a breach consists in (norms; semantics § 9).
    pub untouched: bool,
    /// Whether it is idle (norms): not possible, or untouched and established from no standpoint.
    pub idle: bool,
    /// In which modes it has been asked for.
    pub asked: [bool; 2],
}

/// All values, by the numbers of the graph.
#[derive(Debug, Default)]
pub struct Values {
    /// By [`AtomId`].
    pub atoms: Vec<AtomState>,
    /// By [`NodeId`].
    pub nodes: Vec<NodeState>,
    /// By [`InstanceId`].
    pub instances: Vec<InstanceState>,
}

impl Values {
    /// A sentence's value; undetermined if it has not been computed.
    pub fn atom(&self, id: AtomId, place: Place) -> Value {
        self.atoms
            .get(id.index())
            .and_then(|a| a.values.get(place.index()).copied().flatten())
            .unwrap_or(Value::UNDETERMINED)
    }

    /// A condition's value.
    pub fn node(&self, id: NodeId, place: Place) -> Value {
        self.nodes
            .get(id.index())
            .and_then(|n| n.values.get(place.index()).copied().flatten())
            .unwrap_or(Value::UNDETERMINED)
    }

    /// An instance's values, if they have been computed.
    pub fn instance(&self, id: InstanceId, place: Place) -> Option<InstanceValue> {
        self.instances.get(id.index()).and_then(|i| i.values.get(place.index()).copied().flatten())
    }

    /// Whether a norm instance is idle.
    pub fn is_idle(&self, id: InstanceId) -> bool {
        self.instances.get(id.index()).is_some_and(|i| i.idle)
    }
}
