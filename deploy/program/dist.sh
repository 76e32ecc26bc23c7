# Makes the archive that runs without the sources, and a Debian package of the same files. Read by ./tercet of the sources. The same commit gives
# the same bytes: names are sorted, times are the commit's, owners and modes are fixed.

# Git alone knows the version. A tag v1.2.0 is 1.2.0; the third commit after it is 1.2.0+3.gNAME; a
# commit without a tag before it is 0.0.0+TIME.gNAME, with the commit's minute in UTC, so that a package
# of a later one is newer. Changes and new files that are not committed add ".dirty".
source_version() {
  local found name changed=
  if [[ ! -e $root/.git ]] || ! command -v git >/dev/null || ! name=$(git_here rev-parse --short=12 HEAD); then
    echo unknown
    return
  fi
  if [[ -n $(git_here status --porcelain --untracked-files=normal) ]]; then changed=dirty; fi
  if found=$(git_here describe --tags --match 'v[0-9]*' --long --abbrev=12) \
    && [[ $found =~ ^v(.+)-([0-9]+)-(g[0-9a-f]+)$ ]]; then
    found=${BASH_REMATCH[1]}
    if [[ ${BASH_REMATCH[2]} != 0 ]]; then
      found+=+${BASH_REMATCH[2]}.${BASH_REMATCH[3]}${changed:+.$changed}
    else
      found+=${changed:++$changed}
    fi
    echo "$found"
  else
    echo "0.0.0+$(TZ=UTC git_here log -1 --format=%cd --date=format-local:%Y%m%d%H%M).g$name${changed:+.$changed}"
  fi
}

git_here() {
  GIT_OPTIONAL_LOCKS=0 git -C "$root" "$@" 2>/dev/null
}

dist() {
  local output=$root/target/dist folder package=
  while (($# > 0)); do
    case $1 in
      --output) output=${2:?'--output needs a folder'} && shift 2 ;;
      --deb) package=deb && shift ;;
      *) fail "'dist' has no option '$1'. It has --deb and --output FOLDER." ;;
    esac
  done
  version=$(source_version)
  if [[ $version == unknown ]]; then
    fail 'The version of an archive comes from git, and this folder is no working tree of it.'
  fi
  made=$(git_here log -1 --format=%ct)
  tar --version 2>/dev/null | grep -q GNU || fail 'The archive is made by GNU tar, and the program tar is another one.'
  if [[ -n $package ]] && ! command -v dpkg-deb >/dev/null; then
    fail 'The package is made by dpkg-deb, and there is no such program.'
  fi
  umask 022
  mkdir -p "$output"
  output=$(cd "$output" && pwd)
  dist_work=$(mktemp -d "$output/partial.XXXXXX")
  trap 'rm -rf "$dist_work"' EXIT
  folder=$dist_work/tercet-$version
  lay_out "$folder"
  make_archive "$folder" "$output"
  if [[ -n $package ]]; then make_package "$folder" "$output"; fi
}

# What an archive has: the program, and the committed pages.
lay_out() {
  local folder=$1 file
  mkdir -p "$folder"/{lib,program,examples}
  cp -R "$server_libraries" "$folder/lib/server"
  cp -R "$tools_libraries" "$folder/lib/tools"
  cp -R "$native_libraries" "$folder/lib/native"
  # It names the place of Kafka's libraries on the machine of the build.
  rm -f "$folder"/lib/tools/tercet-testing-kafka-server-*.jar
  strip_native_code "$(echo "$folder"/lib/server/rocksdbjni-*.jar)"
  cp "$root"/deploy/program/{java,start}.sh "$folder/program/"
  cp "$root"/deploy/program/{tercet,README.md} "$root/LICENSE" "$folder/"
  cp "$root/deploy/program/tercet.properties" "$folder/examples/"
  echo "$version" >"$folder/VERSION"
  while IFS= read -r -d '' file; do
    mkdir -p "$folder/$(dirname "$file")"
    cp "$root/$file" "$folder/$file"
  done < <(git_here ls-files -z docs ARCHITECTURE.md HACKING.md CHANGELOG.md SECURITY.md)
  chmod -R u=rwX,go=rX "$folder"
  find "$folder/lib" -type f -exec chmod 0644 {} +
  chmod 0755 "$folder/tercet"
}

# The native code lies beside the jar, where Java finds it without a copy in the temporary folder.
strip_native_code() {
  local jar=$1 work=$dist_work/jar
  mkdir "$work"
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
  find "$work" \( -name '*.so' -o -name '*.dll' -o -name '*.jnilib' -o -name '*.dylib' \) -delete
  mv "$work/META-INF/MANIFEST.MF" "$dist_work/manifest"
  "$JAVA_HOME/bin/jar" --create --date=2026-01-01T00:00:00Z --file "$jar" --manifest "$dist_work/manifest" -C "$work" .
  rm -rf "$work"
}

make_archive() {
  local folder=$1 output=$2 name
  name=$(basename "$folder").tar.gz
  tar --create --directory "$(dirname "$folder")" --sort=name --format=gnu --mtime="@$made" \
    --owner=0 --group=0 --numeric-owner "$(basename "$folder")" | gzip -n -3 >"$dist_work/$name"
  publish "$dist_work/$name" "$output"
}

# The files of the archive where Debian has them, with a unit for systemd. The program is in /usr/lib/tercet.
make_package() {
  local folder=$1 output=$2 tree=$dist_work/package version_of_debian=${version//-/\~} name size
  name=tercet_${version_of_debian}_all.deb
  mkdir -p "$tree"/{DEBIAN,etc/tercet,usr/bin,usr/lib/{systemd/system,sysusers.d},usr/share/doc/tercet}
  cp -R "$folder" "$tree/usr/lib/tercet"
  mv "$tree"/usr/lib/tercet/{docs,*.md} "$tree/usr/share/doc/tercet/"
  mv "$tree/usr/lib/tercet/examples/tercet.properties" "$tree/etc/tercet/"
  rm -r "$tree"/usr/lib/tercet/{examples,LICENSE} "$tree"/usr/lib/tercet/lib/native/*{osx,musl}*
  ln -s ../lib/tercet/tercet "$tree/usr/bin/tercet"
  cp "$root/deploy/debian/tercet.service" "$tree/usr/lib/systemd/system/"
  cp "$root/deploy/debian/sysusers.conf" "$tree/usr/lib/sysusers.d/tercet.conf"
  cp "$root/deploy/debian/copyright" "$tree/usr/share/doc/tercet/"
  size=$(find "$tree" -type f -exec cat {} + | wc -c)
  sed -e "s/^Version: .*/Version: $version_of_debian/" -e "s/^Installed-Size: .*/Installed-Size: $((size / 1024))/" \
    "$root/deploy/debian/control" >"$tree/DEBIAN/control"
  echo /etc/tercet/tercet.properties >"$tree/DEBIAN/conffiles"
  cp "$root"/deploy/debian/{postinst,prerm,postrm} "$tree/DEBIAN/"
  chmod -R u=rwX,go=rX "$tree"
  chmod 0755 "$tree"/DEBIAN/{postinst,prerm,postrm}
  SOURCE_DATE_EPOCH=$made dpkg-deb --root-owner-group -Zgzip -z3 --build "$tree" "$dist_work/$name" >/dev/null
  publish "$dist_work/$name" "$output"
}

# With a file that `sha256sum --check` reads. Both appear whole.
publish() {
  local file=$1 output=$2 name
  name=$(basename "$file")
  echo "$(sha256 "$file")  $name" >"$file.sha256"
  mv "$file" "$file.sha256" "$output/"
  say "$output/$name"
}
