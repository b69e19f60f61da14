#!/usr/bin/env bash
# Setup script of an Azure Machine Learning compute instance (creation or startup script), also for any other Linux machine with
# glibc: installs connprobe, runs it once and leaves the reports where the studio's file tree shows them.
#
#   compute-instance.sh [OPTION...] [-- OPTION OF connprobe...]
#
#   --from FILE|FOLDER|URL  where connprobe-linux-x64 or -arm64 is: by default beside this script, then the folder `connprobe`
#                           of the workspace's file share
#   --sha256 HEX            what its checksum must be: by default as SHA256SUMS beside it says
#   --reports FOLDER        where the reports go: by default `connprobe-reports/INSTANCE` in the folder of the file share that
#                           this script was started in
#   --deadline DURATION     what the run may take [5m]; setup scripts are ended after 15 minutes
#   --service               keep watching: a systemd service, or an hourly cron job where systemd isn't running
#   --fail-on-blocked       fail (and so the instance's creation) when something required is blocked, or when nobody could tell;
#                           without it this script always succeeds
#   --uninstall             take everything away but the reports
#
# Options after -- are for `run` and, with --service, for `agent` or the cron job: files with their full path.
# Run it again to upgrade. musl (Alpine) is not supported.
set -u -o pipefail

readonly PROGRAM=/usr/local/bin/connprobe
readonly SETTINGS=/etc/connprobe.env
readonly UNIT=/etc/systemd/system/connprobe.service
readonly CRON=/etc/cron.d/connprobe
# What connprobe recognises the workspace, the instance and the way out by.
readonly KNOWN_VARIABLES=(MLFLOW_TRACKING_URI CI_NAME CI_WORKSPACE CI_RESOURCE_GROUP
  HTTPS_PROXY HTTP_PROXY NO_PROXY https_proxy http_proxy no_proxy)
# connprobe ends by --deadline; this is for the case that it can't.
readonly HARD_LIMIT=600

source='' checksum='' reports='' deadline=5m service=no fail_on_blocked=no uninstall=no
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=''
trap '[ -z "$work" ] || rm -rf "$work"' EXIT

say() { echo "connprobe setup: $*"; }

# The end for what this script could not do.
give_up() {
  say "$*" >&2
  [ "$fail_on_blocked" = yes ] && exit 1
  exit 0
}

usage() {
  say "$*" >&2
  exit 2
}

main() {
  local arguments=("$@")
  while [ $# -gt 0 ]; do
    case $1 in
      --from | --sha256 | --reports | --deadline) [ $# -ge 2 ] || usage "$1 needs a value" ;;
    esac
    case $1 in
      --from) source=$2 && shift ;;
      --sha256) checksum=$2 && shift ;;
      --reports) reports=$2 && shift ;;
      --deadline) deadline=$2 && shift ;;
      --service) service=yes ;;
      --fail-on-blocked) fail_on_blocked=yes ;;
      --uninstall) uninstall=yes ;;
      --) shift && break ;;
      *) usage "no option '$1'; the first lines of $0 name them all" ;;
    esac
    shift
  done
  become_root "${arguments[@]}"
  if [ "$uninstall" = yes ]; then
    uninstall
    return
  fi
  work=$(mktemp -d) || give_up 'no temporary folder can be made'
  install_program
  choose_reports
  [ "$service" = no ] || install_service "$@"
  run_once "$@"
}

# Creation scripts run as a user who may use sudo.
become_root() {
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || give_up 'needs root, and there is no sudo'
  local kept
  kept=$(IFS=, && echo "${KNOWN_VARIABLES[*]}")
  exec sudo --non-interactive --preserve-env="$kept" bash "$here/$(basename "${BASH_SOURCE[0]}")" "$@"
}

# The workspace's file share, where it is mounted; nothing where it isn't.
file_share() {
  local folder
  for folder in /home/azureuser/cloudfiles/code "/mnt/batch/tasks/shared/LS_root/mounts/clusters/${CI_NAME:-}/code"; do
    [ -d "$folder/Users" ] && echo "$folder" && return
  done
}

install_program() {
  local arch before
  ldd --version 2>&1 | grep -qi musl && give_up 'this system has musl; connprobe needs glibc 2.28 or newer'
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) give_up "there is no connprobe for $(uname -m), only for x86_64 and aarch64" ;;
  esac
  local name=connprobe-linux-$arch
  fetch "$name"
  verify "$name"
  if cmp -s "$work/$name" "$PROGRAM"; then
    say "$("$PROGRAM" --version) is installed already"
    return
  fi
  chmod 755 "$work/$name"
  "$work/$name" --version >/dev/null || give_up "$name does not run here; it needs glibc 2.28 or newer"
  before=$([ ! -x "$PROGRAM" ] || "$PROGRAM" --version 2>/dev/null)
  # Beside it first: a rename is all or nothing, also while the service runs the old one.
  { mkdir -p "${PROGRAM%/*}" && cp "$work/$name" "$PROGRAM.new" && mv -f "$PROGRAM.new" "$PROGRAM"; } ||
    give_up "$PROGRAM can't be written"
  say "installed $("$PROGRAM" --version) as $PROGRAM${before:+, instead of $before}"
}

# Brings the program, and SHA256SUMS where no checksum was given, into $work.
fetch() {
  local name=$1 share
  if [ -z "$source" ]; then
    share=$(file_share)
    if [ -f "$here/$name" ]; then source=$here; else source=${share:-$here}/connprobe; fi
  fi
  case $source in
    https://*) fetch_url "$name" ;;
    http://*)
      [ -n "$checksum" ] || give_up 'a program that comes over http needs --sha256'
      fetch_url "$name"
      ;;
    *)
      local file=$source
      [ ! -d "$source" ] || file=$source/$name
      cp "$file" "$work/$name" 2>/dev/null || give_up "no $name: $file can't be read; --from says where it is"
      cp "$(dirname "$file")/SHA256SUMS" "$work/" 2>/dev/null
      ;;
  esac
}

# A URL may be that of the file or, with a slash at its end, of its folder; its query (a SAS token) goes with every request and
# is never printed.
fetch_url() {
  local name=$1 path=${source%%\?*} query=''
  [ "$path" = "$source" ] || query="?${source#*\?}"
  [ "${path%/}" = "$path" ] || path=$path$name
  download "$path$query" "$work/$name" || give_up "$path can't be downloaded; put the file on the workspace's file share"
  [ -n "$checksum" ] || download "${path%/*}/SHA256SUMS$query" "$work/SHA256SUMS"
}

# The URL goes to curl in a file: arguments can be seen by every user.
download() {
  printf 'url = "%s"\n' "$1" >"$work/curl"
  curl --silent --fail --location --max-time 120 --output "$2" --config "$work/curl"
}

verify() {
  local expected=$checksum
  [ -n "$expected" ] || expected=$(awk -v name="$1" '$2 == name { print $1 }' "$work/SHA256SUMS" 2>/dev/null)
  [ -n "$expected" ] || give_up "nothing says what $1 must be: no SHA256SUMS beside it that names it, and no --sha256"
  [ "$(sha256sum <"$work/$1" | cut -d' ' -f1)" = "${expected,,}" ] ||
    give_up "$1 is not what its checksum says; nothing was installed"
}

choose_reports() {
  if [ -z "$reports" ]; then
    local share folder
    share=$(file_share)
    case $PWD in
      */code/Users | */code/Users/*) folder=$PWD ;;
      *) folder=${share:+$share/Users} ;;
    esac
    reports=${folder:-/var/lib}/connprobe-reports/${CI_NAME:-$(uname -n)}
  fi
  mkdir -p "$reports" || give_up "$reports can't be made; --reports names another folder"
}

run_once() {
  local status=0
  timeout "$HARD_LIMIT" "$PROGRAM" run --quiet --deadline "$deadline" \
    -o "$reports/report.txt" -o "$reports/report.html" -o "$reports/report.json" "$@" || status=$?
  case $status in
    0) say "everything required is open; reports in $reports" ;;
    3) say "something required is blocked; reports in $reports" ;;
    4) say "not everything could be told; reports in $reports" ;;
    *) say "connprobe run ended with $status" >&2 ;;
  esac
  # A machine that can be used with all its faults is worth more than none: that is for its owner to say.
  [ "$fail_on_blocked" = no ] || [ "$status" = 0 ] || exit "$status"
}

# The service sees the instance's file and what is known now: services start with no environment.
install_service() {
  local variable
  (umask 077 && : >"$SETTINGS") || give_up "$SETTINGS can't be written"
  for variable in "${KNOWN_VARIABLES[@]}"; do
    [ -z "${!variable:-}" ] || printf '%s="%s"\n' "$variable" "$(quoted "${!variable}")" >>"$SETTINGS"
  done
  if [ -d /run/systemd/system ]; then install_unit "$@"; else install_cron "$@"; fi
}

# For between double quotes, in systemd's environment files as in the shell.
quoted() { printf '%s' "$1" | sed 's/[\\"$`]/\\&/g'; }

# Arguments as systemd reads them: quoted, and nothing expanded.
unit_arguments() {
  local argument
  for argument; do
    argument=${argument//\\/\\\\} argument=${argument//\"/\\\"} argument=${argument//%/%%} argument=${argument//\$/\$\$}
    printf ' "%s"' "$argument"
  done
}

install_unit() {
  cat >"$UNIT" <<EOF
[Unit]
Description=connprobe: which endpoints of Azure Machine Learning can be reached from here
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
NotifyAccess=all
ExecStart=$PROGRAM agent$(unit_arguments "$@")
EnvironmentFile=-$SETTINGS
Restart=on-failure
RestartSec=10s
WatchdogSec=2min
MemoryMax=256M
TasksMax=64
LimitNOFILE=65536
CPUWeight=20
DynamicUser=yes
StateDirectory=connprobe
UMask=0077
CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
EOF
  rm -f "$CRON"
  if systemctl daemon-reload && systemctl enable --quiet connprobe && systemctl restart connprobe; then
    say 'the service connprobe watches: systemctl status connprobe, http://127.0.0.1:10115'
  else
    say 'the service connprobe did not start: journalctl -u connprobe says why' >&2
  fi
}

install_cron() {
  local arguments
  printf -v arguments ' %q' --quiet --deadline "$deadline" -o "$reports/report.txt" -o "$reports/report.html" \
    -o "$reports/report.json" "$@"
  # In a crontab a % ends the line.
  printf '%s\n' '# Made by connprobe'\''s compute-instance.sh.' 'SHELL=/bin/bash' \
    "17 * * * * root set -a; . $SETTINGS; nice timeout $HARD_LIMIT $PROGRAM run${arguments//%/\\%} >/dev/null" >"$CRON"
  say "systemd isn't running: a cron job renews the reports at 17 past every hour"
}

uninstall() {
  if [ -d /run/systemd/system ] && [ -e "$UNIT" ]; then
    systemctl disable --quiet --now connprobe
  fi
  rm -f "$PROGRAM" "$SETTINGS" "$UNIT" "$CRON"
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
  say 'uninstalled; the reports stay where they are'
}

main "$@"
