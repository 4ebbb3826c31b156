# Shared by the scripts of this folder, which source it. The working directory becomes the project's.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }

# uv does not read pip's configuration: hand it over, so that both ask the same indexes and trust the same
# certificates. pip trusts the system's; uv by itself only those it brings, and an office's proxy signs with its own.
share_pip_settings() {
  local certificate
  certificate=${PIP_CERT:-$(.venv/bin/python -m pip config get global.cert 2>/dev/null || true)}
  if [[ -n $certificate ]]; then export SSL_CERT_FILE=${SSL_CERT_FILE:-$certificate}; fi
  export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}
  local default extra
  default=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)
  extra=$(.venv/bin/python -m pip config get global.extra-index-url 2>/dev/null || true)
  default=${PIP_INDEX_URL:-$default}
  extra=${PIP_EXTRA_INDEX_URL:-$extra}
  if [[ -n $default ]]; then export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$default}; fi
  if [[ -n $extra ]]; then
    UV_INDEX=${UV_INDEX:-$(tr -s '[:space:]' ' ' <<<"$extra")}
    export UV_INDEX UV_INDEX_STRATEGY=${UV_INDEX_STRATEGY:-unsafe-best-match}
  fi
  export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-180}
}
