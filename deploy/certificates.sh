#!/bin/sh
# certificates.sh DIR [DAYS]: an authority of your own, and what PostgreSQL, Temporal and our processes show to one another, in a folder each.
# For an installation that has no authority. Keep DIR/authority away from the machines that run; run it again in a new DIR to renew.
set -eu
umask 077
dir=${1:?usage: certificates.sh DIR [DAYS]}
days=${2:-365}
mkdir "$dir" "$dir/authority"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

key "$dir/authority/ca.key"
openssl req -x509 -new -sha256 -key "$dir/authority/ca.key" -days "$days" -subj "/CN=Goufu authority" \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out "$dir/authority/ca.pem"

# issue NAME USAGE NAMES: a folder with ca.pem, cert.pem and key.pem, which is all that goes to that machine.
issue() {
  mkdir "$dir/$1"
  key "$dir/$1/key.pem"
  openssl req -new -sha256 -key "$dir/$1/key.pem" -subj "/CN=$1" -out "$dir/authority/$1.csr"
  printf 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' "$2" "$3" >"$dir/authority/$1.ext"
  openssl x509 -req -sha256 -in "$dir/authority/$1.csr" -CA "$dir/authority/ca.pem" -CAkey "$dir/authority/ca.key" -CAcreateserial \
    -days "$days" -extfile "$dir/authority/$1.ext" -out "$dir/$1/cert.pem" 2>/dev/null
  cp "$dir/authority/ca.pem" "$dir/$1/ca.pem"
  # Read in the container by another user; DIR itself is closed.
  chmod 755 "$dir/$1" && chmod 644 "$dir/$1"/*.pem
}

issue postgres serverAuth DNS:postgres,DNS:localhost,IP:127.0.0.1
# Temporal's own services are clients of one another.
issue temporal serverAuth,clientAuth DNS:temporal,DNS:localhost,IP:127.0.0.1
issue goufu clientAuth DNS:goufu
