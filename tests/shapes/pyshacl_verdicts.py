"""Prints what pySHACL says of every fixture in this folder, as the table that verdicts.tsv keeps.

    pip install rdflib pyshacl
    python3 tests/shapes/pyshacl_verdicts.py > tests/shapes/verdicts.tsv

Each fixture is checked with the shapes of ontology/shapes.ttl, together with ontology/cajad.ttl for the hierarchy of classes, and
without inference. One row for each result: fixture, conforms, result path, source shape; a dash stands for what there is not.
The exit code is 1 if a valid twin does not conform, or an invalid one breaks another shape than that of its folder.
"""

import sys
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, Graph, Namespace

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = "https://w3id.org/cajad/ontology/shapes#"
HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parent.parent / "ontology"


def results(data, shapes):
    """Whether the data conform, and the path and shape of each result."""
    conforms, report, _ = validate(data, shacl_graph=shapes, inference="none", meta_shacl=False, advanced=False)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, shape = report.value(result, SH.resultPath), report.value(result, SH.sourceShape)
        found.add((str(path or "-"), str(shape).removeprefix(SHAPES)))
    return conforms, sorted(found)


def main():
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    hierarchy = Graph().parse(ONTOLOGY / "cajad.ttl")
    wrong = []
    print("fixture\tconforms\tpath\tshape")
    for fixture in sorted(HERE.glob("*/*.ttl")):
        name = fixture.relative_to(HERE).as_posix()
        conforms, found = results(Graph().parse(fixture) + hierarchy, shapes)
        for path, shape in found or [("-", "-")]:
            print(name, str(conforms).lower(), path, shape, sep="\t")
        expected = set() if fixture.name == "valid.ttl" else {fixture.parent.name}
        if {shape for _, shape in found} != expected:
            wrong.append(name)
    for name in wrong:
        print(f"{name}: not what its name says", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
