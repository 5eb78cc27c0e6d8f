"""The offline Translate, asked by boto3 and by the AWS CLI. Needs Apertium (``make packages``)."""

from __future__ import annotations

import io
import json
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from botocore.exceptions import ClientError

from infra.local.aws.errors import AwsError
from infra.local.aws.language.documents import WORD
from infra.local.aws.ministack import MiniStack
from infra.local.aws.server import AwsServer
from infra.local.aws.services.translate import TranslateService
from infra.local.lake.samples import letter
from infra.local.model.port import Model, ModelTurn, Say
from tests.wire.aws.cli import aws_cli
from tests.wire.aws.support import ScriptedModel, client, code_of


class Running:
    def __init__(self, url: str) -> None:
        self.url = url
        self.client = client("translate", url)

    def say(self, text: str, source: str, target: str, **options: Any) -> dict[str, Any]:
        return self.client.translate_text(Text=text, SourceLanguageCode=source, TargetLanguageCode=target, **options)

    def refused(self, operation: str, **request: Any) -> ClientError:
        with pytest.raises(ClientError) as raised:
            getattr(self.client, operation)(**request)
        return raised.value

    def document(self, content: bytes, kind: str, source: str, target: str) -> bytes:
        answer = self.client.translate_document(
            Document={"Content": content, "ContentType": kind}, SourceLanguageCode=source, TargetLanguageCode=target
        )
        return answer["TranslatedDocument"]["Content"]


@pytest.fixture(scope="module")
def translate(ministack: MiniStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    s3 = client("s3", ministack.url)
    service = TranslateService(s3, tmp_path_factory.mktemp("translate"))
    with AwsServer([service], proxy_to=ministack.url) as server:
        running = Running(server.url)
        yield running
        running.client.close()
    s3.close()


def test_a_letter_is_translated_with_its_lines_addresses_and_numbers(translate: Running) -> None:
    answer = translate.say(letter.TEXT, "auto", "en")
    text = answer["TranslatedText"]
    assert (answer["SourceLanguageCode"], answer["TargetLanguageCode"]) == ("es", "en")
    assert text.count("\n") == letter.TEXT.count("\n")
    for part in ("delivery will arrive", "two days", "3.480,00 euros", "+34 912 345 678", "carmen@example.com"):
        assert part in text
    assert "*" not in text


@pytest.mark.parametrize(
    ("source", "target", "text", "part"),
    [
        ("en", "es", "The house is red.", "La casa es roja."),
        ("fr", "en", "Je cherche une maison rouge.", "red house"),
        ("pt", "en", "A casa vermelha.", "red house"),
        ("en", "pt", "The house is red.", "casa"),
        ("en", "it", "The house is red.", "casa"),
        ("en", "ca", "The house is red.", "La casa és"),
        ("es-MX", "en", "La casa roja.", "red house"),
    ],
)
def test_pairs_of_apertium_and_ways_over_spanish(
    translate: Running, source: str, target: str, text: str, part: str
) -> None:
    assert part in translate.say(text, source, target)["TranslatedText"]


def test_markup_signs_and_unknown_words_come_through(translate: Running) -> None:
    text = "Hello <@U123>, see https://example.com/a_b?x=1 :wave: *now* [a] {b} 5 * 3 = 15 #3 \\ ^ $ @ xyzzyq\n\nBye"
    translated = translate.say(text, "en", "es")["TranslatedText"]
    for part in ("<@U123>", "https://example.com/a_b?x=1", ":wave:", "5 * 3 = 15", "{b}", "#3 \\ ^ $ @", " xyzzyq\n\n"):
        assert part in translated
    assert translated.startswith("Hola")


def test_control_characters_and_blank_texts_come_through(translate: Running) -> None:
    assert translate.say("The house.\r\n\r\nThe \x00 tree.", "en", "es")["TranslatedText"].count("\r\n\r\n") == 1
    assert "\x00" in translate.say("The \x00 tree.", "en", "es")["TranslatedText"]
    assert translate.say("  \n ... ", "en", "es")["TranslatedText"] == "  \n ... "


def test_the_same_language_is_left_as_it_is(translate: Running) -> None:
    assert translate.say("It stays.", "en", "en")["TranslatedText"] == "It stays."


def pair(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"Text": "The house is red.", "SourceLanguageCode": source, "TargetLanguageCode": target, **more}


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (pair("en", "de"), "UnsupportedLanguagePairException"),
        (pair("en", "xx"), "UnsupportedLanguagePairException"),
        (pair("auto", "es", Text="Hello"), "DetectedLanguageLowConfidenceException"),
        (pair("en", "es", Text="a" * 10_001), "TextSizeLimitExceededException"),
        (pair("en", "es", Text="é" * 5_001), "TextSizeLimitExceededException"),
        (pair("en", "es", TerminologyNames=["none"]), "ResourceNotFoundException"),
        (pair("en", "es", Settings={"Profanity": "MASK"}), "InvalidRequestException"),
        (pair("en", "es", Settings={"Formality": "LOUD"}), "InvalidRequestException"),
    ],
)
def test_what_translate_refuses(translate: Running, request_: dict[str, Any], code: str) -> None:
    assert code_of(translate.refused("translate_text", **request_)) == code


def test_an_unsupported_pair_names_its_codes_and_what_there_is(translate: Running) -> None:
    error = translate.refused("translate_text", **pair("en", "de"))
    assert (error.response["SourceLanguageCode"], error.response["TargetLanguageCode"]) == ("en", "de")  # type: ignore[typeddict-item]
    assert "es" in str(error)
    unsure = translate.refused("translate_text", **pair("auto", "es", Text="Hello"))
    assert unsure.response["DetectedLanguageCode"]  # type: ignore[typeddict-item]


def test_ten_thousand_bytes_are_allowed(translate: Running) -> None:
    assert len(translate.say("casa " * 2_000, "es", "en")["TranslatedText"]) > 8_000


def test_languages_are_those_that_can_be_translated(translate: Running) -> None:
    listed = {item["LanguageCode"] for item in translate.client.list_languages()["Languages"]}
    assert {"auto", "en", "es", "fr", "it", "pt", "ca"} <= listed
    assert "de" not in listed
    page = translate.client.list_languages(MaxResults=2)
    assert len(page["Languages"]) == 2
    assert translate.client.list_languages(MaxResults=2, NextToken=page["NextToken"])["Languages"] != page["Languages"]
    error = translate.refused("list_languages", DisplayLanguageCode="de")
    assert code_of(error) == "UnsupportedDisplayLanguageCodeException"


def test_html_keeps_its_tags_and_scripts(translate: Running) -> None:
    page = (
        '<html><head><title>The house</title><script>var a = "the house";</script></head><body class="x">'
        '<p>The <b>red</b> house &amp; the tree.</p><p translate="no">The house</p></body></html>'
    )
    translated = translate.document(page.encode(), "text/html", "en", "es").decode()
    assert "<title>La casa</title>" in translated
    assert '<script>var a = "the house";</script>' in translated
    assert '<p translate="no">The house</p>' in translated
    assert "&amp;" in translated
    assert translated.count("<b>") == translated.count("</b>") == 1
    assert "casa" in translated.partition("<p>")[2]


def test_a_word_document_keeps_its_layout(translate: Running) -> None:
    written = docx.Document()
    written.add_heading("The house", 1)
    paragraph = written.add_paragraph("The house is red. ")
    paragraph.add_run("The tree is green.").bold = True
    written.add_table(1, 1).cell(0, 0).text = "The price"
    file = io.BytesIO()
    written.save(file)
    translated = docx.Document(io.BytesIO(translate.document(file.getvalue(), WORD, "en", "es")))
    assert translated.paragraphs[0].text == "La casa"
    body = translated.paragraphs[1]
    assert body.text == "La casa es roja. El árbol es verde."
    assert [run.text for run in body.runs if run.bold] == ["El árbol es verde."]
    assert translated.tables[0].cell(0, 0).text == "El precio"


def archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "pair_", "code"),
    [
        (b"a" * 102_401, "text/plain", ("en", "es"), "LimitExceededException"),
        (b"The house", "application/pdf", ("en", "es"), "InvalidRequestException"),
        (b"\xff\xfe\xff", "text/plain", ("en", "es"), "InvalidRequestException"),
        (b"no archive", WORD, ("en", "es"), "InvalidRequestException"),
        (archive(a="b"), WORD, ("en", "es"), "InvalidRequestException"),
        (archive(**{"word/document.xml": "<w:p>"}), WORD, ("en", "es"), "InvalidRequestException"),
        (b"La casa", "text/plain", ("es", "fr"), "UnsupportedLanguagePairException"),
    ],
    ids=["large", "type", "bytes", "no-zip", "no-word", "no-xml", "no-english"],
)
def test_documents_that_translate_refuses(
    translate: Running, content: bytes, kind: str, pair_: tuple[str, str], code: str
) -> None:
    error = translate.refused(
        "translate_document",
        Document={"Content": content, "ContentType": kind},
        SourceLanguageCode=pair_[0],
        TargetLanguageCode=pair_[1],
    )
    assert code_of(error) == code


def test_a_terminology_is_kept_applied_and_given_back(translate: Running) -> None:
    file = "en,es\nFell & Hearth,Fell & Hearth\nred house,CasaRoja\n,nothing\n"
    made = translate.client.import_terminology(
        Name="ours", MergeStrategy="OVERWRITE", TerminologyData={"File": file.encode(), "Format": "CSV"}
    )["TerminologyProperties"]
    assert (made["TermCount"], made["SkippedTermCount"]) == (2, 1)
    assert (made["SourceLanguageCode"], made["TargetLanguageCodes"]) == ("en", ["es"])
    answer = translate.say("Fell & Hearth has a red house. A Red House too.", "en", "es", TerminologyNames=["ours"])
    assert "Fell & Hearth" in answer["TranslatedText"]
    assert answer["TranslatedText"].count("CasaRoja") == 1
    (applied,) = answer["AppliedTerminologies"]
    assert applied["Name"] == "ours"
    assert {"SourceText": "red house", "TargetText": "CasaRoja"} in applied["Terms"]
    assert translate.say("Nothing.", "en", "es", TerminologyNames=["ours"])["AppliedTerminologies"] == []
    found = translate.client.get_terminology(Name="ours", TerminologyDataFormat="CSV")
    with urllib.request.urlopen(found["TerminologyDataLocation"]["Location"]) as answered:
        assert answered.read().decode() == file
    assert [each["Name"] for each in translate.client.list_terminologies()["TerminologyPropertiesList"]] == ["ours"]
    translate.client.delete_terminology(Name="ours")
    assert code_of(translate.refused("get_terminology", Name="ours")) == "ResourceNotFoundException"
    assert code_of(translate.refused("delete_terminology", Name="ours")) == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (b"en,es\n", "CSV"),
        (b"en,xx\na,b\n", "CSV"),
        (b"en\na\n", "CSV"),
        (b"en,es\n\xff,b\n", "CSV"),
        (b"<tmx/>", "TMX"),
    ],
)
def test_files_that_are_no_terminology(translate: Running, file: bytes, kind: str) -> None:
    data = {"File": file, "Format": kind}
    error = translate.refused("import_terminology", Name="bad", MergeStrategy="OVERWRITE", TerminologyData=data)
    assert code_of(error) == "InvalidParameterValueException"


def test_terminologies_survive_a_restart_and_work_both_ways(ministack: MiniStack, tmp_path: Path) -> None:
    s3 = client("s3", ministack.url)
    data = {"File": b"es\ten\ncasa roja\tRED HOUSE\n", "Format": "TSV", "Directionality": "MULTI"}
    TranslateService(s3, tmp_path).import_terminology({"Name": "kept", "TerminologyData": data})
    asked = {"Text": "A RED HOUSE.", "SourceLanguageCode": "en", "TargetLanguageCode": "es"}
    answer = TranslateService(s3, tmp_path).translate_text({**asked, "TerminologyNames": ["kept"]})
    assert "casa roja" in answer["TranslatedText"]
    s3.close()


def without_apertium(tmp_path: Path, model: Model | None = None) -> TranslateService:
    return TranslateService(client("s3", "http://127.0.0.1:1"), tmp_path, model, apertium="no-such-program")


def test_without_apertium_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(AwsError, match="apt-get install apertium") as raised:
        without_apertium(tmp_path).translate_text(pair("en", "es"))
    assert raised.value.code == "UnsupportedLanguagePairException"
    assert without_apertium(tmp_path).list_languages({})["Languages"] == []


def test_a_language_model_translates_what_apertium_cannot(tmp_path: Path) -> None:
    model = ScriptedModel(lambda turn: Say(("Das ", f"Haus [{len(turn.text)}]")))
    service = without_apertium(tmp_path, model)
    answer = service.translate_text(pair("en", "de"))
    assert answer["TranslatedText"] == f"Das Haus [{len('The house is red.')}]"
    (turn,) = model.turns
    assert "from English to German" in turn.instruction
    page = service.translate_document(
        {
            "Document": {"Content": b"<p>One</p> <p>Two</p>", "ContentType": "text/html"},
            "SourceLanguageCode": "en",
            "TargetLanguageCode": "de",
        }
    )["TranslatedDocument"]["Content"]
    assert page == b"<p>Das Haus [3]</p> <p>Das Haus [3]</p>"


def test_a_model_that_does_not_answer_is_a_service_that_is_away(tmp_path: Path) -> None:
    def fail(turn: ModelTurn) -> Say:
        raise AwsError("ModelNotReadyException", "The model is loading", 424)

    with pytest.raises(AwsError, match="The model is loading") as raised:
        without_apertium(tmp_path, ScriptedModel(fail)).translate_text(pair("en", "de"))
    assert raised.value.code == "ServiceUnavailableException"


def test_the_aws_cli_translates(translate: Running, tmp_path: Path) -> None:
    asked = ("--text", "The house is red.", "--source-language-code", "en", "--target-language-code", "es")
    told = json.loads(aws_cli(translate.url, tmp_path, "translate", "translate-text", *asked))
    assert told["TranslatedText"] == "La casa es roja."
