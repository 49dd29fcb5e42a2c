/**
 * The helper against the usual tools: list, extract, read, pack. Not a test: it makes a tree of more than
 * 1 GB and 50,000 files from this machine's own in a memory file system, runs each pair of commands
 * in turn, and prints medians and the median of the ratios pair by pair. On a machine that is busy with
 * other work compare the processor time. Needs squashfs-tools, squashfs-tools-ng, bash, GNU time.
 *
 *   node test/bench/squashfs.bench.ts [--folder /dev/shm/…] [--runs 3] [--only list,extract,read,pack,chain]
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findHelper } from '../../src-main/engine/files/helper-path.ts'
import { makeOciLayout } from './support/oci-layout.ts'
import { compareCommands, type Side } from './support/paired.ts'
import { measureWarmReads } from './support/warm-reads.ts'

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '/dev/shm/sif-desktop-bench' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: 'list,extract,read,pack,chain' },
    parts: {
      type: 'string',
      default: '/usr/share /usr/include /usr/lib/gcc /usr/lib/python3 /usr/lib/x86_64-linux-gnu /etc',
    },
  },
})
const helper = findHelper() ?? '/missing'
const { folder } = values
const runs = Number(values.runs)
const wanted = new Set(values.only.split(','))
const at = (name: string): string => join(folder, name)

const compare = (title: string, ours: Side, theirs: readonly Side[], target: string, more = 1): void =>
  compareCommands({ title, sides: [ours, ...theirs], target, runs: runs * more })
const shell = (command: string): string => execFileSync('sh', ['-c', command], { encoding: 'utf8', maxBuffer: 1 << 28 })
const print = (text: string): void => void process.stdout.write(`${text}\n`)

function ask(image: string, request: object, extra = ''): string {
  writeFileSync(at(`request-${JSON.stringify(request).length}`), `${JSON.stringify({ id: 1, ...request })}\n`)
  const file = at(`request-${JSON.stringify(request).length}`)
  return `${helper} serve --finish ${extra} 3<${at(image)} <${file} >/dev/null`
}

function pack(image: string, compressor: 'gzip' | 'zstd', layers: readonly string[]): Side {
  const lines = [
    { id: 1, op: 'begin', compressor, time: 1_700_000_000, owners: 'keep' },
    ...layers.map((_, index) => ({ id: index + 2, op: 'layer', fd: index + 4 })),
    { id: 100, op: 'finish' },
  ]
  const request = at(`pack-${compressor}-${layers.join('-')}`)
  writeFileSync(request, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const descriptors = layers.map((layer, index) => `${index + 4}<${at(layer)}`).join(' ')
  const command = `${helper} pack 3<>${at(image)} ${descriptors} <${request} >/dev/null`
  return { name: `helper ${compressor}`, command, before: `rm -f ${at(image)}` }
}

function prepare(): void {
  mkdirSync(folder, { recursive: true })
  if (!existsSync(at('tree'))) {
    mkdirSync(at('tree'))
    for (const part of values.parts.split(' '))
      if (existsSync(part)) shell(`cd / && cp -a --parents .${part} ${at('tree')}`)
  }
  if (!existsSync(at('plain.tar'))) shell(`tar --sort=name --xattrs -cf ${at('plain.tar')} -C ${at('tree')} .`)
  if (!existsSync(at('layer0.tar.gz'))) {
    // Two layers, as an image has them: the libraries first, everything else on top.
    shell(`tar --sort=name --exclude=./usr/lib -C ${at('tree')} -cf - . | gzip -6 >${at('layer1.tar.gz')}`)
    shell(`tar --sort=name -C ${at('tree')} -cf - ./usr/lib | gzip -6 >${at('layer0.tar.gz')}`)
  }
  for (const [name, options] of [
    ['gzip.sqfs', '-comp gzip -Xcompression-level 6'],
    ['zstd.sqfs', '-comp zstd -Xcompression-level 3'],
  ] as const) {
    if (!existsSync(at(name))) shell(`mksquashfs ${at('tree')} ${at(name)} -noappend -no-progress -quiet ${options}`)
  }
  const count = Number(shell(`find ${at('tree')} -type f | wc -l`))
  const bytes = Number(shell(`du -sb ${at('tree')} | cut -f1`))
  print(
    `tree: ${count} files, ${(bytes / 1e6).toFixed(0)} MB; ${process.arch}; load ${shell('cut -d" " -f1-3 /proc/loadavg').trim()}`,
  )
}

function sizes(names: readonly string[]): void {
  for (const name of names) if (existsSync(at(name))) print(`    ${name}: ${statSync(at(name)).size} bytes`)
}

prepare()

if (wanted.has('list')) {
  for (const image of ['gzip.sqfs', 'zstd.sqfs']) {
    compare(
      `list everything, ${image}`,
      { name: 'helper walk', command: ask(image, { op: 'walk' }) },
      [
        { name: 'rdsquashfs -d', command: `rdsquashfs -d ${at(image)} >/dev/null` },
        { name: 'unsquashfs -lln', command: `unsquashfs -lln ${at(image)} >/dev/null` },
      ],
      '1.0 of rdsquashfs, 0.5 of unsquashfs, 32 MB',
    )
  }
  compare(
    'first directory',
    { name: 'helper list', command: ask('gzip.sqfs', { op: 'list', path: '/' }) },
    [],
    '0.03 s',
    5,
  )
}

if (wanted.has('extract')) {
  for (const image of ['gzip.sqfs', 'zstd.sqfs']) {
    const fresh = (name: string): string => `rm -rf ${at(name)}; mkdir ${at(name)}`
    compare(
      `extract everything, ${image}`,
      {
        name: 'helper extract',
        command: `${ask(image, { op: 'extract', owners: true, setIds: true, special: true }, '--target-fd 4')} 4<${at('out-a')}`,
        before: fresh('out-a'),
      },
      [
        {
          name: 'unsquashfs -p 2',
          command: `unsquashfs -q -n -f -p 2 -d ${at('out-b')} ${at(image)} >/dev/null`,
          before: fresh('out-b'),
        },
      ],
      '1.0 of unsquashfs, 64 MB',
    )
    rmSync(at('out-a'), { recursive: true, force: true })
    rmSync(at('out-b'), { recursive: true, force: true })
  }
}

if (wanted.has('read')) {
  const largest = shell(`find ${at('tree')} -type f -size +20M -size -60M -printf '%P\\n' | sort | head -1`).trim()
  const small = 'etc/passwd'
  const various = shell(
    `find ${at('tree')} -type f -size -64k -printf '/%P\\n' | shuf -n 200 --random-source=${at('gzip.sqfs')}`,
  )
  for (const image of ['gzip.sqfs', 'zstd.sqfs']) {
    const { medianMs, worstMs, reads } = await measureWarmReads(at(image), various.trim().split('\n'))
    print(
      `\n${reads} small files from a running helper, ${image}: median ${medianMs.toFixed(2)} ms, worst ${worstMs.toFixed(2)} ms  (target: 5 ms)`,
    )
    for (const path of [largest, small]) {
      compare(
        `read ${path}, ${image}`,
        { name: 'helper read', command: ask(image, { op: 'read', path }) },
        [{ name: 'unsquashfs -cat', command: `unsquashfs -cat ${at(image)} ${path} >/dev/null` }],
        '1.0 of unsquashfs -cat',
        5,
      )
    }
  }
}

if (wanted.has('pack')) {
  compare(
    'pack, gzip, against the defaults of the tools',
    pack('ours.gzip', 'gzip', ['plain.tar']),
    [
      {
        name: 'mksquashfs',
        command: `mksquashfs ${at('tree')} ${at('theirs.gzip')} -noappend -no-progress -quiet -comp gzip -processors 2 >/dev/null`,
      },
      { name: 'tar2sqfs', command: `tar2sqfs -q -f -c gzip -j 2 ${at('tar2sqfs.gzip')} <${at('plain.tar')}` },
    ],
    '0.12, not larger, 256 MB',
  )
  sizes(['ours.gzip', 'theirs.gzip', 'tar2sqfs.gzip'])
  compare(
    'pack, zstd level 3',
    pack('ours.zstd', 'zstd', ['plain.tar']),
    [
      {
        name: 'mksquashfs',
        command: `mksquashfs ${at('tree')} ${at('theirs.zstd')} -noappend -no-progress -quiet -comp zstd -Xcompression-level 3 -processors 2 >/dev/null`,
      },
    ],
    '1.0, 256 MB',
  )
  sizes(['ours.zstd', 'theirs.zstd'])
}

if (wanted.has('chain')) {
  // The command lines unpack with the library behind umoci, without root as well as with it.
  const layout = at('layout')
  rmSync(layout, { recursive: true, force: true })
  makeOciLayout(layout, [at('layer0.tar.gz'), at('layer1.tar.gz')], 'bench')
  compare(
    'pack from gzip layers, against unpacking them and mksquashfs',
    pack('ours.chain', 'gzip', ['layer0.tar.gz', 'layer1.tar.gz']),
    [
      {
        name: 'umoci unpack; mksquashfs',
        command: `umoci unpack --rootless --image ${layout}:bench ${at('unpacked')} 2>/dev/null && mksquashfs ${at('unpacked/rootfs')} ${at('theirs.chain')} -noappend -no-progress -quiet -comp gzip >/dev/null`,
        before: `rm -rf ${at('unpacked')} ${at('theirs.chain')}`,
      },
    ],
    '0.1',
  )
  sizes(['ours.chain', 'theirs.chain'])
  rmSync(at('unpacked'), { recursive: true, force: true })
}

print(`\nkept in ${folder}: ${readdirSync(folder).length} files; remove it when done`)
