//! The cast of one release: everything of the register, and whoever the text alone introduces.

use super::{Body, Entity, EntityId, Kind, Register};

/// The register with the people and offices that one text adds to it. Their numbers follow those of the register.
#[derive(Debug)]
pub struct Cast<'a> {
    register: &'a Register,
    minted: Vec<Entity>,
}

impl<'a> Cast<'a> {
    /// The register alone.
    pub fn new(register: &'a Register) -> Self {
        Self { register, minted: Vec::new() }
    }

    /// The register behind it.
    pub fn register(&self) -> &'a Register {
        self.register
    }

    /// One entity, known or new.
    pub fn entity(&self, id: EntityId) -> &Entity {
        let known = self.register.entities.len();
        if id < known { &self.register.entities[id] } else { &self.minted[id - known] }
    }

    /// Whether the text alone knows it.
    pub fn is_minted(&self, id: EntityId) -> bool {
        id >= self.register.entities.len()
    }

    /// Adds an entity, or finds the one of the same kind and slug that was added before.
    pub fn mint(&mut self, entity: Entity) -> EntityId {
        let same =
            |old: &Entity| old.slug == entity.slug && std::mem::discriminant(&old.kind) == std::mem::discriminant(&entity.kind);
        let known = self.register.entities.len();
        if let Some(at) = self.minted.iter().position(same) {
            return known + at;
        }
        self.minted.push(entity);
        known + self.minted.len() - 1
    }

    /// The country that an entity belongs to.
    pub fn country_of(&self, id: EntityId) -> Option<EntityId> {
        self.entity(id).country
    }

    /// Whether a person is a woman.
    pub fn is_female(&self, person: EntityId) -> bool {
        matches!(self.entity(person).kind, Kind::Person { female: true, .. })
    }

    /// The country that an organisation acts for; nothing else acts for one here.
    pub fn side_of(&self, entity: EntityId) -> Option<EntityId> {
        // Whoever only reports is on no side.
        let sided = matches!(self.entity(entity).kind, Kind::Organization(body) if body != Body::Media);
        self.country_of(entity).filter(|_| sided)
    }
}
