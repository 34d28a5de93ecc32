//! The hierarchy of all classes: trees that grow to the right, in two columns.

use maud::{Markup, PreEscaped, html};

use super::{Block, Diagram, Name, curve};
use crate::docs::catalogue::Kind;
use crate::docs::page::View;
use crate::vocab;

/// The space between two boxes, one above the other.
const GAP: i32 = 6;
/// The space between a class and those under it.
const STEP: i32 = 34;
/// The space between the two columns.
const COLUMNS: i32 = 44;
const MARGIN: i32 = 2;

struct Branch {
    block: Block,
    children: Vec<Branch>,
}

impl Branch {
    fn new<'a>(view: &View<'a>, iri: &'a str, above: &mut Vec<&'a str>) -> Self {
        above.push(iri);
        let children = view.material.catalogue.children(iri, vocab::SUB_CLASS_OF.as_str());
        let children = children.into_iter().filter(|child| !above.contains(child)).collect::<Vec<_>>();
        let children = children.into_iter().map(|child| Self::new(view, child, above)).collect();
        above.pop();
        Self { block: Block::new(Name::of(view, iri)), children }
    }

    /// The height that it takes with all beneath it.
    fn height(&self) -> i32 {
        let beneath: i32 = self.children.iter().map(Self::height).sum();
        beneath.max(self.block.height + GAP)
    }

    /// The widest box at each depth.
    fn widths(&self, depth: usize, widths: &mut Vec<i32>) {
        if widths.len() <= depth {
            widths.push(0);
        }
        widths[depth] = widths[depth].max(self.block.width);
        for child in &self.children {
            child.widths(depth + 1, widths);
        }
    }

    /// Its marks, from a corner on; the second value is the height of the middle of its box.
    fn marks(&self, x: i32, y: i32, widths: &[i32]) -> (Markup, i32) {
        let Some((&width, deeper)) = widths.split_first() else { return (html! {}, y) };
        let middle = y + self.height() / 2;
        let mut below = y + (self.height() - self.children.iter().map(Self::height).sum::<i32>()) / 2;
        let mut marks = String::new();
        for child in &self.children {
            let (of_child, at) = child.marks(x + width + STEP, below, deeper);
            marks.push_str(&curve("edge", (x + width, middle), (x + width + STEP, at)).into_string());
            marks.push_str(&of_child.into_string());
            below += child.height();
        }
        (html! { (PreEscaped(marks)) (self.block.at(x, middle - self.block.height / 2, width)) }, middle)
    }
}

/// Draws the classes of the ontology.
pub(in crate::docs) fn diagram(view: &View<'_>) -> Diagram {
    let roots = view.material.catalogue.roots(Kind::Class, vocab::SUB_CLASS_OF.as_str());
    let trees: Vec<Branch> = roots.into_iter().map(|root| Branch::new(view, root, &mut Vec::new())).collect();
    let (left, right) = trees.split_at(split(&trees));
    let mut marks = String::new();
    let (mut x, mut height) = (MARGIN, 0);
    for column in [left, right] {
        let mut widths = Vec::new();
        column.iter().for_each(|tree| tree.widths(0, &mut widths));
        let mut y = MARGIN;
        for tree in column {
            marks.push_str(&tree.marks(x, y, &widths).0.into_string());
            y += tree.height() + GAP;
        }
        height = height.max(y);
        let steps = i32::try_from(widths.len().saturating_sub(1)).unwrap_or(0);
        x += widths.iter().sum::<i32>() + steps * STEP + COLUMNS;
    }
    Diagram {
        width: x - COLUMNS + MARGIN,
        height,
        title: view.material.words.overview.hierarchy.get(view.lang).to_owned(),
        lang: view.lang,
        marks: PreEscaped(marks),
    }
}

/// How many trees the left column has, so that the higher of the two is as low as can be.
fn split(trees: &[Branch]) -> usize {
    let height = |part: &[Branch]| part.iter().map(Branch::height).sum::<i32>();
    (0..=trees.len()).min_by_key(|&at| height(&trees[..at]).max(height(&trees[at..]))).unwrap_or(0)
}
