#!/usr/bin/env bash
# prepare-system.sh FOLDER: copies from this Debian the files that Java and a few scripts need, and
# the notes of its package manager, from which scanners know the versions.
set -euo pipefail

system=$1
packages=(base-files tzdata libc6 libgcc-s1 libstdc++6 zlib1g libtinfo6)
programs=(/usr/bin/bash /usr/bin/cat /usr/bin/sleep)

mkdir -p "$system"/{data,etc,secrets,tmp,usr/{bin,lib,lib64,sbin},var/lib/dpkg/status.d}
for name in bin lib lib64 sbin; do ln -s "usr/$name" "$system/$name"; done
chmod 1777 "$system/tmp"

copy() {
  local file=$1 real
  if [[ -d $file && ! -L $file ]]; then return; fi
  [[ -e $file || -L $file ]] || return 0 # slim images leave out pages of manuals
  real=$(readlink -f "$(dirname "$file")")/$(basename "$file")
  mkdir -p "$system$(dirname "$real")"
  cp -a "$real" "$system$real"
}

for package in "${packages[@]}"; do
  dpkg-query --listfiles "$package" \
    | grep -vE '^/usr/share/(doc|man|locale|lintian|info|bug|common-licenses|zoneinfo/(right|posix))/|/gconv/' \
    | while IFS= read -r file; do copy "$file"; done
  dpkg-query --status "$package" >"$system/var/lib/dpkg/status.d/$package"
done
for program in "${programs[@]}"; do copy "$program"; done
ln -s bash "$system/usr/bin/sh"
cp -a /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d "$system/etc/" 2>/dev/null || true

echo 'tercet:x:1000:1000:Tercet:/data:/usr/bin/bash' >"$system/etc/passwd"
echo 'tercet:x:1000:' >"$system/etc/group"
echo 'hosts: files dns' >"$system/etc/nsswitch.conf"
chown 1000:1000 "$system"/{data,secrets}
