"""dbt's semantic models as Ossie datasets: fields, keys, and the relationships that shared entities make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from agent_actions.semantic.expressions import DIALECT, ExpressionError, aggregates_of, parse_expression
from infra.dbt import words
from infra.dbt.manifest import Entity, Manifest, SemanticModel

Note = Callable[[str, str, str], None]
"""(kind, name, what): something of the manifest that was not taken over as it is."""


@dataclass
class Fields:
    """A dataset's fields by name, and for each column that metrics use the field that stands for it."""

    dataset: str
    fields: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    columns: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, name: str, tree: exp.Expr, **rest: object) -> None:
        told = {key: value for key, value in rest.items() if value}
        self.fields[name.casefold()] = {"name": name, "expression": expressed(tree), **told}
        if isinstance(tree, exp.Column):
            self.columns.setdefault(tree.name.casefold(), name)

    def of_column(self, column: str) -> str:
        """The field that is this very column, made when there is none."""
        known = self.columns.get(column.casefold())
        if known is None:
            known = column if column.casefold() not in self.fields else f"{column}_column"
            self.add(known, exp.column(column), description=words.COLUMN)
        return known

    def qualified(self, tree: exp.Expr) -> exp.Expr:
        """An expression over the table's columns with the dataset's fields in their place."""

        def put(node: exp.Expr) -> exp.Expr:
            return ref(self.dataset, self.of_column(node.name)) if isinstance(node, exp.Column) else node

        return tree.copy().transform(put)


def ref(dataset: str, name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name), table=exp.to_identifier(dataset))


def expressed(tree: exp.Expr) -> dict[str, object]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": tree.sql(dialect=DIALECT, identify=True)}]}


class Datasets:
    """``fields`` grows while metrics are read, so the datasets are drawn up last, by :meth:`ossie`."""

    def __init__(self, manifest: Manifest, note: Note) -> None:
        self.models = {model.name: model for model in manifest.semantic_models}
        self.fields = {name: Fields(name) for name in self.models}
        self._note = note
        self._keys: dict[tuple[str, str], str] = {}
        for model in manifest.semantic_models:
            self._read(model)

    def home(self, entity: str, dimension: str) -> list[str]:
        """The datasets that ``entity__dimension`` may name."""
        owning = [m for m in self.models.values() if entity in _owned(m)]
        return [m.name for m in owning if dimension.casefold() in self.fields[m.name].fields]

    def key(self, dataset: str, entity: str) -> str | None:
        """The field of the dataset that holds this entity's key."""
        return self._keys.get((dataset, entity))

    def time_of(self, dataset: str) -> str | None:
        defaults = self.models[dataset].defaults
        return defaults.agg_time_dimension if defaults else None

    def _read(self, model: SemanticModel) -> None:
        fields = self.fields[model.name]
        if left := list(model.left()):
            self._note("semantic model", model.name, words.keys_left(left))
        for entity in model.entities:
            tree = self._tree("entity", f"{model.name}.{entity.name}", entity.expr or entity.name)
            if tree is None:
                continue
            plain = isinstance(tree, exp.Column)
            name = fields.columns.get(tree.name.casefold(), tree.name) if plain else f"{entity.name}_key"
            if name.casefold() not in fields.fields:
                fields.add(name, tree, description=entity.description, label=entity.label)
            self._keys[model.name, entity.name] = name
        for dimension in model.dimensions:
            full = f"{model.name}.{dimension.name}"
            tree = self._tree("dimension", full, dimension.expr or dimension.name)
            if tree is None:
                continue
            told = {"label": dimension.label, "description": dimension.description}
            if dimension.type == "time":
                told["dimension"] = {"is_time": True}  # type: ignore[assignment]
            elif dimension.type != "categorical":
                self._note("dimension", full, words.unknown_type("type", dimension.type))
            fields.add(dimension.name, tree, **told)
            time = self.time_of(model.name)
            if dimension.is_partition and time and time.casefold() != dimension.name.casefold():
                grain = dimension.type_params.time_granularity if dimension.type_params else None
                column = tree.name if isinstance(tree, exp.Column) else dimension.name
                self._note("dimension", full, words.partition(model.name, column, time, grain))

    def _tree(self, kind: str, name: str, sql: str) -> exp.Expr | None:
        try:
            tree = parse_expression(sql)
        except ExpressionError as error:
            self._note(kind, name, words.dimension_left(str(error)))
            return None
        if aggregates_of(tree):
            self._note(kind, name, words.dimension_left(words.unknown_type("aggregate", sql)))
            return None
        return tree.copy()

    def ossie(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for model in self.models.values():
            relation = model.node_relation
            primary = [k for e in model.entities if e.type == "primary" and (k := self.key(model.name, e.name))]
            unique = [[k] for e in model.entities if e.type == "unique" and (k := self.key(model.name, e.name))]
            dataset: dict[str, object] = {
                "name": model.name,
                "source": f"{relation.schema_name}.{relation.alias}",
                "description": model.description,
                "primary_key": primary[:1],
                "unique_keys": unique,
                "fields": list(self.fields[model.name].fields.values()),
            }
            found.append({key: value for key, value in dataset.items() if value})
        return found

    def relationships(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        entities = dict.fromkeys(e.name for m in self.models.values() for e in m.entities)
        for entity in entities:
            ones = self._ones(entity)
            pointing = list(self._of_type(entity, "foreign"))
            for many, _ in pointing:
                found += [self._relationship(entity, many, one) for one in ones if one.name != many.name]
            if pointing and not ones:
                self._note("entity", entity, words.nowhere(entity))
            if len(ones) > 1 and (pointing or len(ones) > 2):
                self._note("entity", entity, words.one_to_one([one.name for one in ones]))
            elif len(ones) == 2:
                found += [self._relationship(entity, a, b) for a, b in (ones, ones[::-1])]
        return found

    def _ones(self, entity: str) -> list[SemanticModel]:
        """The models with one row for each value of the entity, and so the ones that may be joined to."""
        found = [m for m, e in self._of_type(entity, "primary", "unique") if self.key(m.name, e.name)]
        for model, _ in self._of_type(entity, "natural"):
            self._note("entity", entity, words.natural(entity, model.name))
        return found

    def _of_type(self, entity: str, *types: str) -> Iterator[tuple[SemanticModel, Entity]]:
        for model in self.models.values():
            for part in model.entities:
                if part.name == entity and part.type in types and self.key(model.name, part.name):
                    yield model, part

    def _relationship(self, entity: str, many: SemanticModel, one: SemanticModel) -> dict[str, object]:
        return {
            "name": f"{many.name}_{entity}_to_{one.name}"[:128],
            "from": many.name,
            "to": one.name,
            "from_columns": [self._column(many.name, entity)],
            "to_columns": [self._column(one.name, entity)],
        }

    def _column(self, dataset: str, entity: str) -> str:
        return str(self.key(dataset, entity))


def _owned(model: SemanticModel) -> Sequence[str]:
    """The entities by which a model's dimensions are named."""
    owned = [e.name for e in model.entities if e.type in ("primary", "unique", "natural")]
    return [*owned, *([model.primary_entity] if model.primary_entity else [])]
