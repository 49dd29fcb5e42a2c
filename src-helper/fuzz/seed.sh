#!/bin/sh
# Makes the images and archives that fuzzing starts from. Needs mksquashfs, tar and mkfs.ext4.
set -e
cd "$(dirname "$0")"
mkdir -p corpus/image corpus/layers corpus/request
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tree/dir/deep"
printf hello >"$work/tree/dir/small"
head -c 9000 /dev/urandom >"$work/tree/dir/blocks"
yes text | head -c 20000 >"$work/tree/text"
truncate -s 30000 "$work/tree/hole"
ln "$work/tree/text" "$work/tree/dir/deep/again"
ln -s ../text "$work/tree/dir/link"
mkfifo "$work/tree/fifo"
for number in 1 2 3 4 5 6 7 8 9; do : >"$work/tree/dir/name-$number"; done
setfattr -n user.a -v value "$work/tree/text" 2>/dev/null || true
for options in "-comp gzip" "-comp xz" "-comp zstd" "-comp lz4" "-comp lzo" "-comp lzma" \
  "-comp gzip -noI -noD -noF -noX -noId" "-comp gzip -noI -noD -noF -noX -noId -no-fragments"; do
  name=$(echo "$options" | tr -d ' -')
  mksquashfs "$work/tree" "corpus/image/$name" -noappend -quiet -no-progress -nopad -b 4096 $options >/dev/null 2>&1 ||
    echo "left out: $options"
done
for format in ext2 ext3 ext4; do
  truncate -s 512K "corpus/image/$format"
  /sbin/mkfs.$format -q -F -b 1024 -N 64 -d "$work/tree" "corpus/image/$format" 2>/dev/null || rm "corpus/image/$format"
done
for format in gnu posix ustar v7; do
  tar --format=$format -S -C "$work/tree" -cf "corpus/layers/$format" dir text hole fifo 2>/dev/null || true
done
tar --format=posix --xattrs -S -C "$work/tree" -cf corpus/layers/xattrs text hole
touch "$work/tree/dir/.wh.small" "$work/tree/.wh..wh..opq"
tar -C "$work/tree" -cf corpus/layers/whiteouts dir/.wh.small .wh..wh..opq
printf '{"id":1,"op":"list","path":"/a","paths":["x"],"x":[{}]}' >corpus/request/list
