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
    Conversion { release, digest, text: text.to_owned(), quads, notes: Vec::new() }
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
        rebuild.load(release.as_ref(), quads);
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
        assert!(error.is_some_and(|error| error.message() == "the folder is not a store of cajad"));
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
