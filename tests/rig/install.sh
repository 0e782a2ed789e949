#!/usr/bin/env bash
# Installs the Debian servers and programs the tests use. Where that is impossible the tests skip visibly (and fail
# under CI).
set -u
missing=()
command -v postfix >/dev/null || [ -x /usr/sbin/postfix ] || missing+=(postfix)
command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium fonts-liberation fonts-noto-color-emoji)
command -v systemd-analyze >/dev/null || missing+=(systemd)
[ -x /usr/sbin/opendkim ] || missing+=(opendkim)
command -v spamassassin >/dev/null || missing+=(spamassassin)
command -v radicale >/dev/null || missing+=(radicale)
[ -x /usr/sbin/sshd ] || missing+=(openssh-server)
command -v soffice >/dev/null || missing+=(libreoffice-calc)
command -v npm >/dev/null || missing+=(nodejs npm)

# What mail programs support: a table inside an npm package, locked with its hashes.
mail_tables() {
  command -v npm >/dev/null || return 0
  [ tests/mail/node_modules/.package-lock.json -nt tests/mail/package-lock.json ] && return 0
  npm ci --prefix tests/mail --silent --no-audit --no-fund >/dev/null 2>&1 || echo "Konnte nicht installieren: tests/mail" >&2
}

[ ${#missing[@]} -eq 0 ] && { mail_tables; exit 0; }
if ! command -v apt-get >/dev/null; then
  echo "Fehlende Server: ${missing[*]} (bitte von Hand installieren)" >&2
  exit 0
fi
root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || { echo "Fehlende Server: ${missing[*]} (sudo apt-get install ${missing[*]})" >&2; exit 0; }
  root=(sudo -n)
fi
export DEBIAN_FRONTEND=noninteractive
# Postfix asks for its kind of site; the tests bring their own configuration and use only the programs.
echo 'postfix postfix/main_mailer_type select No configuration' | "${root[@]}" debconf-set-selections
"${root[@]}" apt-get update -q >/dev/null || true
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null \
  || echo "Konnte nicht installieren: ${missing[*]}" >&2
mail_tables
exit 0
