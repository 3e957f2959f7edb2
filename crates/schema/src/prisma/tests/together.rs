//! Files of one folder together.

use crate::prisma::{Target, Whole, read};

#[test]
fn types_are_found_in_other_files() {
    let files = [
        read(
            "model A {\n id Int\n b B\n role Role\n place Address\n v V[]\n x Nowhere\n u Unsupported(\"int\")\n}\n",
        ),
        read(
            "model B {\n a A[]\n}\nenum Role {\n X\n}\ntype Address {\n street String\n}\nview V {\n id Int\n}\n",
        ),
    ];
    let whole = Whole::of(&files);
    let targets: Vec<_> = files[0].models[0].fields.iter().map(|field| whole.target(field)).collect();
    assert_eq!(
        targets,
        [
            Target::Scalar,
            Target::Model(1, &files[1].models[0]),
            Target::Enum(1, &files[1].enums[0]),
            Target::Type(1, &files[1].types[0]),
            Target::View(1, &files[1].views[0]),
            Target::Unknown,
            Target::Unsupported,
        ]
    );
    let back = whole.target(&files[1].models[0].fields[0]);
    assert_eq!(back, Target::Model(0, &files[0].models[0]));
}

#[test]
fn the_first_of_two_counts() {
    let files = [read("model A {\n id Int\n}\n"), read("enum A {\n B\n}\n")];
    assert_eq!(Whole::of(&files).named("A"), Target::Model(0, &files[0].models[0]));
}
