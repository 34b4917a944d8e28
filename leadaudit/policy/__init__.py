"""The choices somebody could argue with: typed, versioned, fingerprinted."""

from leadaudit.policy.model import EvidenceKind, Policy, Provenance
from leadaudit.policy.read import default_policy, default_policy_text, read_policy

__all__ = ["EvidenceKind", "Policy", "Provenance", "default_policy", "default_policy_text", "read_policy"]
