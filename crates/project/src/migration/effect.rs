//! What the steps of one direction amount to.

use review_facts::{
    Cause, Downgrade, Known, Migration, MigrationBody, MigrationStep, MigrationSystem, Operation, Upgrade,
};

/// What an upgrade changes: the weightiest of its steps. Only a step that could not be read leaves it open, and only
/// when nothing heavier is known.
pub(super) fn upgrade<'s>(steps: impl Iterator<Item = &'s MigrationStep>) -> Known<Upgrade> {
    let mut weightiest = Upgrade::Nothing;
    let mut opaque: Option<&MigrationStep> = None;
    for step in steps {
        match of(step) {
            Some(effect) => weightiest = heavier(weightiest, effect),
            None => opaque = opaque.or(Some(step)),
        }
    }
    match opaque {
        Some(step) if weightiest != Upgrade::Schema => Known::Unknown(cause(step)),
        _ => Known::Is(weightiest),
    }
}

/// Why a step leaves open what the upgrade changes.
fn cause(step: &MigrationStep) -> Cause {
    let (unresolved, why) = match (step.operation, step.object.as_str()) {
        (Operation::Block, _) => {
            ("a block of SQL".to_owned(), "its upgrade runs a block of SQL that could not be read".to_owned())
        }
        (_, "") => {
            ("SQL put together at run time".to_owned(), "its upgrade runs what could not be read".to_owned())
        }
        (_, called) => {
            (called.to_owned(), format!("its upgrade calls `{called}`, which may change the schema"))
        }
    };
    Cause { unresolved, why }
}

/// What one step changes; none when it cannot be told.
pub(super) fn of(step: &MigrationStep) -> Option<Upgrade> {
    use Operation as Op;
    if step.temporary {
        return Some(Upgrade::Nothing);
    }
    Some(match step.operation {
        Op::Opaque | Op::Block => return None,
        Op::Insert | Op::Update | Op::Delete => Upgrade::Data,
        Op::Query if !step.object.is_empty() => return None,
        Op::Query | Op::Setting | Op::Comment => Upgrade::Nothing,
        Op::Grant => Upgrade::Grants,
        Op::AddEnumValue => Upgrade::Enum,
        _ => Upgrade::Schema,
    })
}

fn heavier(one: Upgrade, other: Upgrade) -> Upgrade {
    let weight = |effect: Upgrade| match effect {
        Upgrade::Nothing => 0,
        Upgrade::Grants => 1,
        Upgrade::Data => 2,
        Upgrade::Enum => 3,
        Upgrade::Schema => 4,
    };
    if weight(other) > weight(one) { other } else { one }
}

/// What leads back, by what is written and by what the system does where nothing is (database.md 1).
pub(super) fn downgrade(migration: &Migration) -> Downgrade {
    if migration.forward_only || is_forward_only(migration.system) {
        return Downgrade::ForwardOnly;
    }
    match migration.downgrade_body {
        MigrationBody::Present => Downgrade::Present,
        // Without a body these refuse by themselves: that is how their documentation says "no way back".
        MigrationBody::Missing
            if matches!(migration.system, MigrationSystem::MikroOrm | MigrationSystem::SeaOrm) =>
        {
            Downgrade::RefusesExplained
        }
        MigrationBody::Missing => Downgrade::Missing,
        MigrationBody::Empty => Downgrade::Empty,
        MigrationBody::EmptyExplained | MigrationBody::RefusesExplained => Downgrade::RefusesExplained,
        MigrationBody::Refuses => Downgrade::Refuses,
    }
}

/// Systems without a way back by design (database.md 1).
pub(super) fn is_forward_only(system: MigrationSystem) -> bool {
    use MigrationSystem as S;
    matches!(system, S::Prisma | S::Drizzle | S::Supabase | S::Flyway | S::Refinery)
}
