//! What the store promises, on a store in a temporary folder.

use super::*;
use oxigraph::model::Literal;

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

fn conversion(slug: &str, text: &str, said: &[&str]) -> Conversion {
    let release = NamedNode::new_unchecked(format!("{}release/test/{slug}", vocab::ID));
    let digest = digest(text);
    let graph = GraphName::NamedNode(release.clone());
    let mut quads =
        vec![Quad::new(release.clone(), vocab::TEXT_DIGEST, Literal::new_simple_literal(digest.clone()), graph.clone())];
    for word in said {
        quads.push(Quad::new(vocab::PERSON, vocab::LABEL, Literal::new_simple_literal(*word), graph.clone()));
    }
    Conversion { release, digest, text: text.to_owned(), quads, notes: Vec::new(), misfits: Vec::new() }
}

fn union(store: &Store) -> Result<usize> {
    Ok(store.matching(None, None, None, Some(GraphNameRef::DefaultGraph))?.len())
}

#[test]
fn repeating_changes_nothing() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("s"))?;
    let first = conversion("a", "one\n", &["x", "y"]);
    let second = conversion("a", "two\n", &["y", "z"]);
    assert_eq!(store.replace_release(&first)?, Change::Added);
    assert_eq!(store.replace_release(&first)?, Change::Unchanged);
    assert_eq!(store.replace_release(&second)?, Change::Replaced);
    assert_eq!(store.quads(second.release.as_ref())?.len(), 3);
    assert_eq!(store.text(second.release.as_ref())?.as_deref(), Some("two\n"));
    assert!(store.texts.get(&first.digest).is_err(), "the text that nobody has any more is gone");
    assert!(store.remove_release(second.release.as_ref())?);
    assert!(!store.remove_release(second.release.as_ref())?);
    assert_eq!((store.graphs()?.len(), union(&store)?), (0, 0));
    Ok(())
}

#[test]
fn what_two_releases_say_stands_once_in_the_union() -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = Store::open(folder.path())?;
    let (a, b) = (conversion("a", "one\n", &["x", "y"]), conversion("b", "one\n", &["y", "z"]));
    store.replace_release(&a)?;
    store.replace_release(&b)?;
    assert_eq!(union(&store)?, 5, "two digests and x, y, z");
    store.remove_release(a.release.as_ref())?;
    assert_eq!(union(&store)?, 3, "one digest and y, z");
    assert_eq!(store.text(b.release.as_ref())?.as_deref(), Some("one\n"), "the text that both had is still there");
    Ok(())
}

#[test]
fn a_rebuild_takes_the_place_only_when_finished() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("s");
    let (a, b) = (conversion("a", "one\n", &["x"]), conversion("b", "two\n", &["x", "z"]));
    Store::open(&path)?.replace_release(&a)?;

    let mut broken_off = Rebuild::begin(&path)?;
    broken_off.add(b.clone())?;
    assert!(Store::open(&path).is_err(), "nobody else may write meanwhile");
    drop(broken_off);
    assert_eq!(Store::open_read_only(&path)?.releases()?, std::slice::from_ref(&a.release));

    let mut rebuild = Rebuild::begin(&path)?;
    rebuild.add(b.clone())?;
    let others = rebuild.others(&BTreeSet::from([b.release.as_str().to_owned()]))?;
    assert_eq!((others.releases.len(), others.overlay.len()), (1, 0));
    for (release, quads) in others.releases {
        assert_eq!(release, a.release);
        rebuild.keep(release.as_ref(), quads)?;
    }
    assert_eq!(rebuild.finish()?, 5);
    let store = Store::open_read_only(&path)?;
    assert_eq!(store.releases()?, [a.release.clone(), b.release]);
    assert_eq!(store.text(a.release.as_ref())?.as_deref(), Some("one\n"));
    assert_eq!(union(&store)?, 4);
    assert_eq!(fs::read_dir(folder.path())?.count(), 1, "nothing is left beside");
    Ok(())
}

#[test]
fn an_interrupted_swap_is_put_right() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("s");
    let a = conversion("a", "one\n", &["x"]);
    Store::open(&path)?.replace_release(&a)?;
    fs::rename(&path, rebuild::beside(&path, "previous"))?;
    fs::create_dir(rebuild::beside(&path, "building"))?;
    assert_eq!(Store::open_read_only(&path)?.releases()?, [a.release]);
    Rebuild::begin(&path)?.finish()?;
    assert_eq!(fs::read_dir(folder.path())?.count(), 1);
    Ok(())
}

#[test]
fn what_is_no_store_is_left_alone() -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("thesis.doc"), "years of work")?;
    for error in [Store::open(folder.path()).err(), Rebuild::begin(folder.path()).err()] {
        assert!(error.is_some_and(|error| error.message() == "the folder is not a store of cajad: thesis.doc is in it"));
    }
    assert_eq!(fs::read_dir(folder.path())?.count(), 1);
    let under_a_file = folder.path().join("thesis.doc").join("store");
    assert!(Store::open(&under_a_file).is_err_and(|error| error.exit_code() == 3));
    Ok(())
}

#[test]
fn a_wrong_digest_is_our_defect() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut wrong = conversion("a", "one\n", &[]);
    wrong.text.push('x');
    let refused = Store::open(folder.path())?.replace_release(&wrong);
    assert!(refused.is_err_and(|error| error.exit_code() == 70));
    Ok(())
}

#[test]
fn a_full_disk_is_told_as_such() {
    let causes = [io::Error::from(io::ErrorKind::StorageFull), io::Error::other("IO error: While appending: File too large")];
    for cause in causes {
        assert_eq!(unusable(Path::new("s"), "x", cause).to_string(), "s: the disk is full");
    }
}

#[test]
fn a_folder_that_would_be_replaced_holds_nothing_foreign() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("s");
    let a = conversion("a", "one\n", &["x"]);
    Store::open(&path)?.replace_release(&a)?;
    let rebuild = Rebuild::begin(&path)?;
    let [building, previous] = ["building", "previous"].map(|suffix| rebuild::beside(&path, suffix));
    let refused = |error: Option<Error>, thing: &str| {
        let told = format!("{thing} is in it");
        assert!(error.as_ref().is_some_and(|error| error.message().ends_with(&told)), "{told}: {error:?}");
        assert_eq!(error.map(|error| error.exit_code()), Some(3));
    };
    fs::write(path.join("thesis.txt"), "put there meanwhile")?;
    refused(rebuild.finish().err(), "thesis.txt");
    refused(Rebuild::begin(&path).err(), "thesis.txt");
    assert_eq!(Store::open(&path)?.replace_release(&a)?, Change::Unchanged, "whoever replaces no folder is not hindered");
    fs::remove_file(path.join("thesis.txt"))?;
    for (beside, thing) in [(building, "db/base"), (previous, "texts/thesis.txt")] {
        let thing = Path::new(thing);
        fs::create_dir_all(beside.join(thing).parent().ok_or("a folder")?)?;
        fs::write(beside.join(thing), "years of work")?;
        refused(Rebuild::begin(&path).err(), &thing.display().to_string());
        assert!(beside.join(thing).is_file() && !beside.join("lock").exists());
        fs::remove_dir_all(&beside)?;
    }
    Rebuild::begin(&path)?.finish()?;
    Ok(())
}

#[test]
fn a_database_without_a_lock_is_nobody_knows_whose() -> Outcome {
    let folder = tempfile::tempdir()?;
    Store::open(folder.path())?;
    fs::remove_file(folder.path().join("lock"))?;
    for error in [Store::open(folder.path()).err(), Rebuild::begin(folder.path()).err()] {
        assert!(error.is_some_and(|error| error.message().ends_with("there is no lock beside it")));
    }
    fs::write(folder.path().join("lock"), "")?;
    Store::open(folder.path())?;
    Ok(())
}

#[test]
fn what_a_build_made_and_what_was_added_are_told_apart() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("s");
    let [a, b, c] = ["a", "b", "c"].map(|slug| conversion(slug, slug, &["x"]));
    let mut rebuild = Rebuild::begin(&path)?;
    [&a, &b].into_iter().try_for_each(|built| rebuild.add(built.clone()))?;
    rebuild.finish()?;
    let store = Store::open(&path)?;
    store.replace_release(&b)?;
    store.replace_release(&c)?;
    drop(store);
    let mut kept = Rebuild::begin(&path)?;
    kept.keep_beside()?;
    for release in [&a, &b, &c] {
        kept.load(release.release.as_ref(), release.quads.clone());
    }
    kept.finish()?;

    let rebuild = Rebuild::begin(&path)?;
    let others = rebuild.others(&BTreeSet::new())?;
    let added: Vec<NamedNode> = others.releases.into_iter().map(|(release, _)| release).collect();
    assert_eq!((others.dropped, added), (vec![a.release.clone()], vec![b.release, c.release]));
    drop(rebuild);
    fs::remove_file(path.join("built"))?;
    let unknown = Rebuild::begin(&path)?.others(&BTreeSet::from([a.release.into_string()]))?;
    assert_eq!((unknown.dropped.len(), unknown.releases.len()), (0, 2), "without the list all are taken for added ones");
    Ok(())
}
