"""Which service a request means: by its signature's credential scope, target header, or plain S3 path."""

from __future__ import annotations

import re

from infra.local.aws.errors import AwsError
from infra.local.aws.http import AwsRequest

_CREDENTIAL = re.compile(r"Credential=[^/,\s]+/\d{8}/[^/,\s]+/(?P<service>[^/,\s]+)/aws4_request")
_PRESIGNED = re.compile(r"[^/]+/\d{8}/[^/]+/(?P<service>[^/]+)/aws4_request")
_S3_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE", "POST"})


def signing_service(request: AwsRequest) -> str | None:
    """The service named by the SigV4 credential scope (header or presigned URL), or ``s3`` for what only S3 answers.

    None when the request carries neither; ``operation_name`` may still tell it by its target header.
    Raises AwsError ``IncompleteSignature`` for an Authorization header that is not a signature.
    """
    authorization = request.header("authorization")
    if authorization is not None:
        found = _CREDENTIAL.search(authorization)
        if found:
            return found["service"]
        if authorization.startswith("AWS "):  # signature version 2: only S3 still takes it
            return "s3"
        raise AwsError(
            "IncompleteSignature", "Authorization header requires 'Credential' parameter of AWS Signature Version 4"
        )
    credential = request.argument("X-Amz-Credential")
    if credential is not None:
        found = _PRESIGNED.fullmatch(credential)
        if found:
            return found["service"]
        raise AwsError("AuthorizationQueryParametersError", "X-Amz-Credential is not a credential scope")
    if request.header("x-amz-target") is None and request.path != "/" and request.method in _S3_METHODS:
        return "s3"
    return None


def operation_name(request: AwsRequest) -> str:
    """The operation of a json or query request, or ``""``: the target's last part, or the query's Action."""
    target = request.header("x-amz-target")
    return target.rpartition(".")[2] if target else request.argument("Action") or ""
