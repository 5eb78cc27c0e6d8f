"""Documents, tables and texts: what is written in them."""

from __future__ import annotations

from typing import Annotated

from agent_actions.action import action
from agent_actions.context import Context
from agent_actions.errors import FixableError
from agent_actions.files import papers, read_words
from agent_actions.files.datasets import DATASET_IAM, make_dataset
from agent_actions.files.reading import on_paper
from agent_actions.files.shared import must_be, shared_file
from agent_actions.result import ActionResult

IAM = (
    *DATASET_IAM,
    "textract:DetectDocumentText",
    "textract:AnalyzeDocument",
    "textract:AnalyzeExpense",
    "textract:StartDocumentTextDetection",
    "textract:StartDocumentAnalysis",
    "textract:StartExpenseAnalysis",
    "textract:GetDocumentTextDetection",
    "textract:GetDocumentAnalysis",
    "textract:GetExpenseAnalysis",
)
KINDS = ("document", "image", "table", "text")
_ALSO = {
    "": "text",
    "table": "tables",
    "form": "forms",
    "expense": "expenses",
    "receipt": "expenses",
    "invoice": "expenses",
    "data": "dataset",
}


@action("documents", title="Reading the file", iam=IAM)
def read_document(
    context: Context,
    file: Annotated[str, "a shared file's name or id; empty: the only one"] = "",
    want: Annotated[str, "text, tables, forms, expenses or dataset"] = "text",
    sheet: Annotated[str, "a workbook's sheet, or a table's number"] = "",
    types: Annotated[str, 'with dataset: JSON {"column": "type"} corrects types'] = "",
) -> ActionResult:
    """Read a shared PDF, photo, DOCX, XLSX, CSV, text or JSON. want: "text" for what it says; "tables" for a table as
    it stands; "forms" for the fields of a form; "expenses" for vendor, total and line items of a receipt or an
    invoice; "dataset" to ask about a table's rows here, with run_sql or with the file part of query_metrics. Not for
    what a picture shows (look_at_image).
    Example: file "invoice.pdf", want "expenses\""""
    wanted = want.strip().casefold()
    wanted = _ALSO.get(wanted, wanted)
    if wanted not in read_words.WANTS:
        raise FixableError(read_words.unknown_want(want))
    chosen = shared_file(context, file, KINDS)
    must_be(chosen, KINDS, read_words.DOING, read_words.TAKEN)
    if wanted in ("forms", "expenses") and not on_paper(chosen):
        raise FixableError(read_words.only_of_paper(wanted, chosen.name))
    if wanted == "dataset":
        return make_dataset(context, chosen, sheet, types)
    if wanted == "text":
        return papers.text_result(context, chosen)
    if wanted == "tables":
        return papers.table_result(context, chosen, sheet)
    if wanted == "forms":
        return papers.form_result(context, chosen)
    return papers.bill_result(context, chosen)
