"""dbt's ``semantic_manifest.json`` (MetricFlow) read as a semantic model."""
