//! A class with what points at it on the left, its literal values within it, what it points at on the right, the classes above it
//! above and those under it beneath.

use maud::{Markup, PreEscaped, html};

use super::{Block, Diagram, LINE, Name, PADDING, curve, label, led, point, width};
use crate::docs::catalogue::Entry;
use crate::docs::page::View;
use crate::docs::shape::{Slot, is_datatype, slots};
use crate::source::Lang;
use crate::vocab;
use crate::vocab::short;

const MARGIN: i32 = 3;
/// The space between two columns, for the curves.
const REACH: i32 = 40;
/// The height of one property beside its curve.
const ROW: i32 = 23;
/// The space between the properties that lead to one class and those that lead to the next.
const GROUPS: i32 = 12;
/// The space between the class and what stands above or beneath it.
const RISE: i32 = 34;
/// The space between boxes side by side.
const GAP: i32 = 10;

/// A property between two classes.
struct Edge {
    name: Name,
    inherited: bool,
}

/// The properties that lead to, or come from, one class.
struct Group {
    block: Block,
    edges: Vec<Edge>,
}

impl Group {
    fn rows(&self) -> i32 {
        i32::try_from(self.edges.len()).unwrap_or(1) * ROW
    }

    fn height(&self) -> i32 {
        self.rows().max(self.block.height)
    }
}

/// One side of the diagram.
struct Side {
    groups: Vec<Group>,
    blocks: i32,
    labels: i32,
}

impl Side {
    fn new(groups: Vec<Group>) -> Self {
        let blocks = groups.iter().map(|group| group.block.width).max().unwrap_or(0);
        let labels = groups.iter().flat_map(|group| &group.edges).map(|edge| width(&edge.name.text)).max().unwrap_or(0);
        Self { groups, blocks, labels }
    }

    fn height(&self) -> i32 {
        let between = i32::try_from(self.groups.len().saturating_sub(1)).unwrap_or(0) * GROUPS;
        self.groups.iter().map(Group::height).sum::<i32>() + between
    }

    /// The width of labels, boxes and the curves around them; nothing where there is nothing.
    fn width(&self) -> i32 {
        if self.groups.is_empty() { 0 } else { self.blocks + self.labels + 2 * REACH }
    }

    /// The marks of a side whose middle is at `middle`; the class in the centre has its edge at `edge`.
    fn marks(&self, outward: bool, edge: i32, middle: i32) -> Markup {
        let block = if outward { edge + self.width() - self.blocks } else { edge - self.width() };
        let labels = if outward { edge + REACH } else { edge - REACH - self.labels };
        let tip = if outward { block } else { block + self.blocks };
        let mut y = middle - self.height() / 2;
        let mut marks = String::new();
        for group in &self.groups {
            let centre = y + group.height() / 2;
            let mut row = centre - group.rows() / 2 + ROW / 2;
            for one in &group.edges {
                let style = if one.inherited { "edge inherited" } else { "edge" };
                let (start, end) = (labels - 5, labels + width(&one.name.text) + 5);
                let (from, to) = if outward { ((edge, middle), (tip - 6, centre)) } else { ((tip, centre), (edge - 6, middle)) };
                let curves = html! { (curve(style, from, (start, row))) (led(style, (end, row), labels + self.labels + 5, to)) };
                let name = label(&one.name, if one.inherited { "label inherited" } else { "label" }, labels, row + 4);
                marks.push_str(&html! { (curves) (name) }.into_string());
                row += ROW;
            }
            let block = group.block.at(block, centre - group.block.height / 2, self.blocks);
            marks.push_str(&html! { (block) @if outward { (point(tip, centre)) } }.into_string());
            y += group.height() + GROUPS;
        }
        html! { (PreEscaped(marks)) @if !outward && !self.groups.is_empty() { (point(edge, middle)) } }
    }
}

/// A literal value of the class in the centre.
struct Field {
    name: Name,
    kind: String,
    inherited: bool,
}

/// The class in the centre, with its fields.
struct Centre {
    name: Name,
    fields: Vec<Field>,
    width: i32,
    height: i32,
}

impl Centre {
    fn new(name: Name, fields: Vec<Field>) -> Self {
        let of_fields = fields.iter().map(|field| width(&field.name.text) + width(&field.kind) + 16).max().unwrap_or(0);
        let width = of_fields.max(width(&name.text) * 5 / 4) + 2 * PADDING;
        let rows = i32::try_from(fields.len()).unwrap_or(0);
        let height = 34 + if rows > 0 { rows * 20 + 10 } else { 0 };
        Self { name, fields, width, height }
    }

    fn at(&self, x: i32, y: i32) -> Markup {
        html! {
            g class={ "centre " (self.name.style) } {
                rect.body x=(x) y=(y) width=(self.width) height=(self.height) rx="6" {}
                @if self.fields.is_empty() {
                    rect.head x=(x) y=(y) width=(self.width) height=(self.height) rx="6" {}
                } @else {
                    path.head d={ "M" (x) " " (y + 34) "v-28q0-6 6-6h" (self.width - 12) "q6 0 6 6v28z" } {}
                }
                text.title x=(x + PADDING) y=(y + 23) lang=[self.name.lang.map(Lang::code)] { (self.name.text) }
                @for (field, place) in self.fields.iter().zip(0..) {
                    @let line = y + 34 + 20 * place + 20;
                    (label(&field.name, if field.inherited { "label inherited" } else { "label" }, x + PADDING, line))
                    text.type x=(x + self.width - PADDING) y=(line) text-anchor="end" { (field.kind) }
                }
            }
        }
    }
}

/// Draws a class in its neighbourhood; `None` for one that has none.
pub(in crate::docs) fn diagram<'a>(view: &View<'a>, entry: &Entry<'a>) -> Option<Diagram> {
    let catalogue = &view.material.catalogue;
    let slots = slots(catalogue, entry.iri);
    let (literal, linked): (Vec<&Slot<'_>>, Vec<&Slot<'_>>) = slots.iter().partition(|slot| slot.literal);
    let outward = Side::new(outward(view, entry.iri, &linked));
    let inward = Side::new(inward(view, entry.iri));
    let centre = Centre::new(Name { href: None, ..Name::of(view, entry.iri) }, fields(view, entry.iri, &literal));
    let blocks = |iris: Vec<&str>| iris.into_iter().map(|iri| Block::new(Name::of(view, iri))).collect::<Vec<_>>();
    let mut above = catalogue.nodes(entry.iri, vocab::SUB_CLASS_OF.as_str());
    above.retain(|class| catalogue.entry(class).is_some());
    let above = blocks(above);
    let beneath = blocks(catalogue.children(entry.iri, vocab::SUB_CLASS_OF.as_str()));
    if [outward.groups.len(), inward.groups.len(), above.len(), beneath.len(), centre.fields.len()] == [0; 5] {
        return None;
    }
    let title = view.material.words.class.neighbourhood_of.text(view.lang, "class", &centre.name.text);
    Some(drawn(view.lang, &centre, [&inward, &outward], [&above, &beneath], title))
}

/// Puts the parts in their places: the class stays in the middle of its own column, and the diagram grows to where there is need.
fn drawn(lang: Lang, centre: &Centre, sides: [&Side; 2], ends: [&[Block]; 2], title: String) -> Diagram {
    let ([inward, outward], [above, beneath]) = (sides, ends);
    let wide = inward.width() + centre.width + outward.width();
    let rows = wrapped(beneath, wide.max(560) - 2 * GAP);
    let frame = rows.iter().map(|row| row_width(row) + 2 * GAP).max().unwrap_or(0);
    let broadest = frame.max(row_width(above));
    let left = MARGIN + inward.width().max((broadest - centre.width) / 2);
    let axis = left + centre.width / 2;
    let top = MARGIN + if above.is_empty() { 0 } else { tallest(above) + RISE };
    let body = inward.height().max(outward.height()).max(centre.height);
    let middle = top + body / 2;
    let corner = middle - centre.height / 2;
    let (framed, height) = framed(&rows, frame, axis, top + body + RISE);
    let marks = html! {
        @for (block, x) in placed(above, axis) {
            (rise((axis, corner), (x + block.width / 2, MARGIN + block.height)))
            (block.at(x, MARGIN, block.width))
        }
        @if !rows.is_empty() { (rise((axis, top + body + RISE), (axis, corner + centre.height))) (framed) }
        (inward.marks(false, left, middle))
        (outward.marks(true, left + centre.width, middle))
        (centre.at(left, corner))
    };
    let right = (left + centre.width + outward.width()).max(axis + broadest / 2);
    let foot = top + body + if rows.is_empty() { 0 } else { RISE + height };
    Diagram { width: right + MARGIN, height: foot + MARGIN, title, lang, marks }
}

/// The classes beneath in their frame, and its height.
fn framed(rows: &[&[Block]], width: i32, axis: i32, top: i32) -> (Markup, i32) {
    let height = rows.iter().map(|row| tallest(row) + GAP).sum::<i32>() + GAP;
    let mut y = top + GAP;
    let mut marks = String::new();
    for row in rows {
        marks.push_str(&html! { @for (block, x) in placed(row, axis) { (block.at(x, y, block.width)) } }.into_string());
        y += tallest(row) + GAP;
    }
    let frame = html! { rect.frame x=(axis - width / 2) y=(top) width=(width) height=(height) rx="8" {} };
    (html! { (frame) (PreEscaped(marks)) }, height)
}

fn row_width(row: &[Block]) -> i32 {
    (row.iter().map(|block| block.width + GAP).sum::<i32>() - GAP).max(0)
}

/// Boxes side by side around an axis, each with its left edge.
fn placed(row: &[Block], axis: i32) -> impl Iterator<Item = (&Block, i32)> {
    let mut next = axis - row_width(row) / 2;
    row.iter().map(move |block| {
        let x = next;
        next += block.width + GAP;
        (block, x)
    })
}

/// An arrow to the class above: a line with an open point.
fn rise(from: (i32, i32), to: (i32, i32)) -> Markup {
    let middle = (from.1 + to.1) / 2;
    let line = format!("M{} {}C{} {middle} {} {middle} {} {}", from.0, from.1, from.0, to.0, to.0, to.1 + 8);
    html! { path.edge d=(line) {} path.open d={ "M" (to.0) " " (to.1) "l-5 9h10z" } {} }
}

fn tallest(row: &[Block]) -> i32 {
    row.iter().map(|block| block.height).max().unwrap_or(LINE)
}

/// Boxes in rows that are no wider than there is room.
fn wrapped(blocks: &[Block], room: i32) -> Vec<&[Block]> {
    let mut rows = Vec::new();
    let mut rest = blocks;
    while !rest.is_empty() {
        let mut used = -GAP;
        let fit = rest.iter().take_while(|block| {
            used += block.width + GAP;
            used <= room
        });
        let (row, after) = rest.split_at(fit.count().max(1));
        rows.push(row);
        rest = after;
    }
    rows
}

fn outward(view: &View<'_>, class: &str, slots: &[&Slot<'_>]) -> Vec<Group> {
    let mut groups: Vec<(&str, Vec<Edge>)> = Vec::new();
    for slot in slots {
        let edge = Edge { name: Name::of(view, slot.property), inherited: slot.class != class };
        let target = slot.values.first().copied().unwrap_or_default();
        match groups.iter_mut().find(|(known, _)| *known == target) {
            Some((_, edges)) => edges.push(edge),
            None => groups.push((target, vec![edge])),
        }
    }
    let any = || view.material.words.term.any_thing.get(view.lang).to_owned();
    let name = |target: &str| match target {
        "" => Name { text: any(), lang: None, href: None, style: "foreign" },
        _ => Name::of(view, target),
    };
    groups.into_iter().map(|(target, edges)| Group { block: Block::new(name(target)), edges }).collect()
}

fn inward<'a>(view: &View<'a>, class: &'a str) -> Vec<Group> {
    let (catalogue, shapes) = (&view.material.catalogue, &view.material.shapes);
    let mut groups: Vec<(&str, Vec<Edge>)> = Vec::new();
    for property in shapes.taking(catalogue, class) {
        let direct = shapes.takes(property, class);
        for holder in shapes.holders(catalogue, property) {
            let edge = Edge { name: Name::of(view, property), inherited: !direct };
            match groups.iter_mut().find(|(known, _)| *known == holder) {
                Some((_, edges)) => edges.push(edge),
                None => groups.push((holder, vec![edge])),
            }
        }
    }
    groups.into_iter().map(|(holder, edges)| Group { block: Block::new(Name::of(view, holder)), edges }).collect()
}

fn fields(view: &View<'_>, class: &str, slots: &[&Slot<'_>]) -> Vec<Field> {
    let kind = |slot: &Slot<'_>| {
        let types = slot.values.iter().filter(|value| is_datatype(value));
        types.map(|value| short(value)).collect::<Vec<_>>().join(" ")
    };
    let field =
        |slot: &&Slot<'_>| Field { name: Name::of(view, slot.property), kind: kind(slot), inherited: slot.class != class };
    slots.iter().map(field).collect()
}
