import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { chmod, mkdir, open, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createImagePool } from '../../../src-main/engine/files/image-pool.ts'
import type { ImageInMaking } from '../../../src-main/engine/files/pack/image-in-making.ts'
import {
  type PackLayer,
  type PackOptions,
  type PackProgress,
  type PackResult,
  packImage,
} from '../../../src-main/engine/files/pack/pack-image.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { inFolder } from '../../support/folder.ts'
import { hasProgram } from '../../support/make-sif.ts'
import { filesObstacle } from '../../support/squashfs-tree.ts'

const obstacle = filesObstacle()
if (obstacle !== null) process.stderr.write(`pack tests left out: ${obstacle}\n`)

const time = { seconds: 1_600_000_000, clampTimes: false }

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no error'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** Packs into a new file of the folder. */
async function pack(
  folder: string,
  layers: readonly PackLayer[],
  more: Partial<PackOptions> = {},
): Promise<PackResult> {
  const into = await open(join(folder, 'image'), 'w+')
  try {
    return await packImage({ into, shownAs: 'image.sif', layers, owners: 'keep', time, ...more })
  } finally {
    await into.close()
  }
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

async function* slowly(bytes: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (at > 0) await sleep(1)
    yield bytes.subarray(at, at + pieceBytes)
  }
}

/** An archive of a tree with two files and a link. */
async function makeArchive(folder: string): Promise<Buffer> {
  const tree = join(folder, 'tree')
  await mkdir(join(tree, 'etc'), { recursive: true })
  await writeFile(join(tree, 'etc', 'motd'), 'welcome\n')
  await writeFile(join(tree, 'large'), Buffer.alloc(700_000, 'some text that repeats '))
  await symlink('/run/hosts', join(tree, 'etc', 'hosts'))
  return execFileSync('tar', ['--sort=name', '--mtime=@1500000000', '-C', tree, '-cf', '-', '.'], {
    maxBuffer: 1 << 26,
  })
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

describe.runIf(obstacle === null)('packing an image', { timeout: 120_000 }, () => {
  afterEach(() => vi.unstubAllEnvs())

  test('merges layers from files and from a download, and says what it found', () =>
    inFolder(async (folder) => {
      const archive = await makeArchive(folder)
      const compressed = gzipSync(archive)
      await writeFile(join(folder, 'layer'), compressed)
      await mkdir(join(folder, 'second'))
      await writeFile(join(folder, 'second', '.wh.large'), '')
      await writeFile(join(folder, 'second', 'new'), 'new')
      const second = execFileSync('tar', ['-C', join(folder, 'second'), '-cf', '-', '.wh.large', 'new'])
      const seen: PackProgress[] = []
      const layers: PackLayer[] = [
        { source: { kind: 'file', path: join(folder, 'layer') }, digest: sha256(compressed), diffId: sha256(archive) },
        { source: { kind: 'stream', open: () => slowly(second, 1000) }, diffId: sha256(second) },
      ]
      const result = await pack(folder, layers, { onProgress: (progress) => seen.push(progress), tellDigests: true })
      expect(result.layers).toEqual([
        {
          entries: 5,
          whiteouts: 0,
          compression: 'gzip',
          storedBytes: compressed.length,
          expandedBytes: archive.length,
          digest: sha256(compressed),
          diffId: sha256(archive),
        },
        {
          entries: 2,
          whiteouts: 1,
          compression: 'none',
          storedBytes: second.length,
          expandedBytes: second.length,
          digest: sha256(second),
          diffId: sha256(second),
        },
      ])
      expect(result.jail.limits).toBe(true)
      expect(seen.at(-1)).toEqual({ phase: 'finishing' })
      expect(result.sizeBytes).toBe((await stat(join(folder, 'image'))).size)
      const listed = execFileSync('unsquashfs', ['-l', '-d', '', join(folder, 'image')], { encoding: 'utf8' })
      expect(listed.split('\n').filter((line) => line.startsWith('/'))).toEqual([
        '/etc',
        '/etc/hosts',
        '/etc/motd',
        '/new',
      ])
    }))

  test('puts in further files, follows links inside the image, and leaves what it should', () =>
    inFolder(async (folder) => {
      const archive = await makeArchive(folder)
      const large = Buffer.alloc(3_000_000, 'streamed contents ')
      await writeFile(join(folder, 'large-source'), large)
      let looks: unknown[] = []
      const add = async (image: ImageInMaking): Promise<void> => {
        looks = await Promise.all([
          image.look('/etc/hosts'),
          image.look('/etc/hosts', { follow: true }),
          image.look('/etc'),
        ])
        expect(await image.addFile('/etc/motd', 'other', { ifMissing: true })).toBe(false)
        expect(await image.addFile('/etc/hosts', '127.0.0.1 localhost', { follow: true })).toBe(true)
        expect(await image.addDirectory('/proc', { ifMissing: true })).toBe(true)
        await image.addLink('/environment', '.singularity.d/env/90-environment.sh')
        await image.addFile('/.singularity.d/runscript', '#!/bin/sh\nécho', { mode: 0o755, mtimeSeconds: 5 })
        const source = { sizeBytes: large.length, open: () => createReadStream(join(folder, 'large-source')) }
        await Promise.all([
          image.addFile('/streamed', source),
          image.addFile('/streamed', { sizeBytes: 5, open: nothing }, { ifMissing: true }),
          image.addFile('/again', large, { mode: 0o4755, uid: 7, gid: 8 }),
          image.addFifo('/pipe'),
          image.addDevice('/null', { kind: 'char', major: 1, minor: 3 }, { mode: 0o666 }),
        ])
        await image.remove('/large')
        await image.remove('/not-there')
      }
      const layers: PackLayer[] = [{ source: { kind: 'stream', open: () => slowly(archive, 100_000) } }]
      const result = await pack(folder, layers, { compressor: 'zstd', add })
      expect(looks).toEqual([
        { kind: 'symlink', mode: 0o777, target: '/run/hosts' },
        null,
        { kind: 'dir', mode: 0o755, names: ['hosts', 'motd'] },
      ])
      expect(result.duplicateBytes).toBe(large.length)
      const pool = createImagePool()
      try {
        await pool.use(join(folder, 'image'), undefined, async (image) => {
          const read = async (path: string): Promise<string> => {
            const pieces: Buffer[] = []
            for await (const piece of image.read(path)) pieces.push(piece)
            return Buffer.concat(pieces).toString('utf8')
          }
          expect(await read('/run/hosts')).toBe('127.0.0.1 localhost')
          expect(await read('/etc/motd')).toBe('welcome\n')
          expect(await read('/streamed')).toBe(large.toString())
          expect(await read('/.singularity.d/runscript')).toBe('#!/bin/sh\nécho')
          expect(await image.stat('/.singularity.d/runscript')).toMatchObject({
            mode: '0755',
            mtime: '1970-01-01T00:00:05.000Z',
          })
          expect(await image.stat('/again')).toMatchObject({ mode: '4755', uid: 7, gid: 8 })
          expect(await image.stat('/null')).toMatchObject({ type: 'char', mode: '0666' })
          expect(await codeOf(image.stat('/large'))).toBe('FILES_PATH_NOT_FOUND')
        })
      } finally {
        await pool.close()
      }
    }))

  test('makes the same bytes again, at any offset, and leaves what stands before it', () =>
    inFolder(async (folder) => {
      const archive = await makeArchive(folder)
      const layers: PackLayer[] = [{ source: { kind: 'stream', open: () => slowly(archive, 65_536) } }]
      await pack(folder, layers, { threads: 1 })
      const first = await readFile(join(folder, 'image'))
      const into = await open(join(folder, 'other'), 'w+')
      await into.write(Buffer.alloc(9000, 'before'))
      const options: PackOptions = { into, offset: 8192, shownAs: 'other', layers, owners: 'keep', time }
      await packImage({ ...options, threads: 4 })
      await into.close()
      const second = await readFile(join(folder, 'other'))
      expect(second.subarray(0, 8192).equals(Buffer.alloc(8192, 'before'))).toBe(true)
      expect(second.subarray(8192).equals(first)).toBe(true)
    }))

  test('keeps owners or gives all to root, and mends permissions only when asked', () =>
    inFolder(async (folder) => {
      const tree = join(folder, 'tree')
      await mkdir(join(tree, 'closed'), { recursive: true })
      await writeFile(join(tree, 'closed', 'secret'), 'x')
      await chmod(join(tree, 'closed', 'secret'), 0o040)
      await chmod(join(tree, 'closed'), 0o050)
      const owned = ['--owner=1234', '--group=5678', '-C', tree, '-cf', join(folder, 'layer'), 'closed']
      execFileSync('tar', owned)
      const layers: PackLayer[] = [{ source: { kind: 'file', path: join(folder, 'layer') } }]
      const listed = async (more: Partial<PackOptions>): Promise<string> => {
        await pack(folder, layers, more)
        return execFileSync('unsquashfs', ['-lln', '-d', '', join(folder, 'image')], { encoding: 'utf8' })
      }
      const kept = await listed({ owners: 'keep' })
      expect(kept).toMatch(/^d---r-x--- 1234\/5678 .* \/closed$/m)
      expect(kept).toMatch(/^----r----- 1234\/5678 .* \/closed\/secret$/m)
      const mended = await listed({ owners: 'root', fixPermissions: true })
      expect(mended).toMatch(/^drwxr-x--- 0\/0 .* \/closed$/m)
      expect(mended).toMatch(/^-rw-r----- 0\/0 .* \/closed\/secret$/m)
    }))

  test('tells what is wrong with a layer, and which', () =>
    inFolder(async (folder) => {
      const archive = await makeArchive(folder)
      const good: PackLayer = { source: { kind: 'stream', open: () => slowly(archive, 1 << 20) } }
      const of = (bytes: Buffer, more: Partial<PackLayer> = {}): Promise<string> =>
        codeOf(pack(folder, [good, { source: { kind: 'stream', open: () => slowly(bytes, 10_000) }, ...more }]))
      const compressed = gzipSync(archive)
      const wrong = `sha256:${'0'.repeat(64)}`
      expect(await of(compressed.subarray(0, -9))).toBe('FILES_LAYER_DAMAGED')
      expect(await of(archive.subarray(0, 70_000))).toBe('FILES_LAYER_DAMAGED')
      expect(await of(Buffer.from('\xfd7zXZ\0\0', 'latin1'))).toBe('FILES_LAYER_UNSUPPORTED')
      expect(await of(compressed, { digest: wrong })).toBe('FILES_LAYER_CHANGED')
      expect(await of(compressed, { digest: sha256(compressed), diffId: wrong })).toBe('FILES_LAYER_CHANGED')
      expect(await of(compressed, { digest: 'sha512:abc' })).toBe('FILES_LAYER_UNSUPPORTED')
      expect(await of(compressed, { digest: sha256(compressed), diffId: sha256(archive) })).toBe('no error')
      const error = await pack(folder, [
        good,
        { source: { kind: 'stream', open: () => slowly(archive, 9_999) }, digest: wrong },
      ])
        .then(() => null)
        .catch((failed: unknown) => failed)
      expect(error).toMatchObject({ error: { params: { layer: 2 } } })
    }))

  test('stops at limits and at sources that fail or lie', () =>
    inFolder(async (folder) => {
      const bomb = gzipSync(Buffer.alloc(20_000_000))
      const header = execFileSync('tar', ['-C', '/', '--format=gnu', '-cf', '-', '--no-recursion', 'etc'])
      const stream = (bytes: Buffer): PackLayer => ({ source: { kind: 'stream', open: () => slowly(bytes, 65_536) } })
      const archive = await makeArchive(folder)
      expect(await codeOf(pack(folder, [stream(bomb)], { maxBytes: 10_000_000 }))).toBe('FILES_PACK_LIMIT')
      expect(await codeOf(pack(folder, [stream(archive)], { maxEntries: 3 }))).toBe('FILES_PACK_LIMIT')
      expect(await codeOf(pack(folder, [stream(header)], { maxEntries: 1 }))).toBe('no error')
      const failing: PackLayer = {
        source: {
          kind: 'stream',
          open: async function* () {
            yield archive.subarray(0, 50_000)
            throw new Error('the line broke')
          },
        },
      }
      expect(await codeOf(pack(folder, [failing]))).toBe('Error: the line broke')
      for (const sizeBytes of [3_000_000, 10]) {
        const source = { sizeBytes, open: () => slowly(Buffer.alloc(200_000), 30_000) }
        const add = async (image: ImageInMaking): Promise<void> => {
          expect(await codeOf(image.addFile('/a', source))).toBe('FILES_PACK_SOURCE_CHANGED')
          await image.addDirectory('/b')
        }
        expect(await codeOf(pack(folder, [], { add }))).toBe('FILES_PACK_SOURCE_CHANGED')
      }
      const circle = async (image: ImageInMaking): Promise<void> => {
        await image.addLink('/circle', 'circle')
        await image.addFile('/circle/x', 'x')
      }
      expect(await codeOf(pack(folder, [], { add: circle }))).toBe('FILES_PACK_REFUSED')
      const missing: PackLayer = { source: { kind: 'file', path: join(folder, 'missing') } }
      expect(await codeOf(pack(folder, [missing]))).toContain('ENOENT')
    }))

  test('ends at once when cancelled, even while a download hangs', () =>
    inFolder(async (folder) => {
      const archive = await makeArchive(folder)
      const cancel = new AbortController()
      const hanging: PackLayer = {
        source: {
          kind: 'stream',
          open: async function* () {
            yield archive.subarray(0, 50_000)
            setTimeout(() => cancel.abort(), 50)
            await new Promise(() => undefined)
          },
        },
      }
      const startedAt = Date.now()
      expect(await codeOf(pack(folder, [hanging], { signal: cancel.signal }))).toBe('CANCELLED')
      expect(Date.now() - startedAt).toBeLessThan(20_000)
      expect(await codeOf(pack(folder, [], { signal: cancel.signal }))).toBe('CANCELLED')
    }))

  test('a packer that dies or says nothing ends in a clear error, not in a wait', () =>
    inFolder(async (folder) => {
      const program = join(folder, 'helper')
      const endless: PackLayer = {
        source: {
          kind: 'stream',
          open: async function* () {
            for (;;) yield Buffer.alloc(65_536)
          },
        },
      }
      vi.stubEnv('SIF_DESKTOP_HELPER', program)
      const begun = `echo '{"id":1,"type":"done","jail":{"limits":true,"landlock":"none","seccomp":false,"notes":[]}}'`
      for (const script of ['exit 3', `${begun}; read a; read b; kill -SEGV $$`, `${begun}; echo nonsense; sleep 20`]) {
        await writeFile(program, `#!/bin/sh\n${script}\n`)
        await chmod(program, 0o755)
        expect(await codeOf(pack(folder, [endless])), script).toBe('FILES_PACKER_CRASHED')
      }
      await writeFile(program, '#!/bin/sh\nexec sleep 60\n')
      const cancel = new AbortController()
      setTimeout(() => cancel.abort(), 100)
      expect(await codeOf(pack(folder, [endless], { signal: cancel.signal }))).toBe('CANCELLED')
    }))
})

describe.runIf(obstacle === null && hasProgram('umoci') && hasProgram('skopeo'))(
  'packing real images',
  { timeout: 120_000 },
  () => {
    test('what umoci unpacks and what is packed are the same, layer for layer', () =>
      inFolder(async (folder) => {
        const script = `
set -e; cd "$0"; umask 022
umoci init --layout oci; umoci new --image oci:a; umoci unpack --rootless --image oci:a bundle >/dev/null 2>&1
cd bundle/rootfs; mkdir -p usr/bin etc opt/x; echo one >etc/one; echo two >etc/two; ln etc/one usr/bin/same; ln -s ../etc usr/etc
head -c 300000 /dev/urandom >opt/x/random; printf '#!/bin/sh\\n' >usr/bin/tool; chmod 755 usr/bin/tool; cd ../..
umoci repack --refresh-bundle --image oci:a bundle >/dev/null 2>&1
rm bundle/rootfs/etc/two; rm -r bundle/rootfs/opt/x; mkdir bundle/rootfs/opt/x; echo new >bundle/rootfs/opt/x/new; echo 1b >bundle/rootfs/etc/one
umoci repack --refresh-bundle --image oci:a bundle >/dev/null 2>&1
chmod 700 bundle/rootfs/opt; ln -s nowhere bundle/rootfs/etc/dangling
umoci repack --refresh-bundle --image oci:a bundle >/dev/null 2>&1
skopeo copy --insecure-policy -q oci:oci:a dir:zstd --dest-compress-format zstd --dest-compress >/dev/null
umoci unpack --rootless --image oci:a unpacked >/dev/null 2>&1`
        execFileSync('sh', ['-c', script, folder], { stdio: ['ignore', 'ignore', 'pipe'] })
        const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'))
        const blob = (digest: string): string => join('oci', 'blobs', 'sha256', digest.slice(7))
        const list = (value: unknown, name: string): readonly string[] => {
          const found = Reflect.get(Object(value), name)
          return Array.isArray(found)
            ? found.map((item) => (typeof item === 'string' ? item : String(Reflect.get(Object(item), 'digest'))))
            : []
        }
        const [manifestDigest = ''] = list(read('oci/index.json'), 'manifests')
        const manifest = read(blob(manifestDigest))
        const configDigest = String(Reflect.get(Object(Reflect.get(Object(manifest), 'config')), 'digest'))
        const diffIds = list(Reflect.get(Object(read(blob(configDigest))), 'rootfs'), 'diff_ids')
        const gzipDigests = list(manifest, 'layers')
        const zstdDigests = list(read('zstd/manifest.json'), 'layers')
        expect(gzipDigests.length).toBe(3)
        const sources = [
          gzipDigests.map((digest) => ({ digest, path: join(folder, blob(digest)) })),
          zstdDigests.map((digest) => ({ digest, path: join(folder, 'zstd', digest.slice(7)) })),
        ]
        const images: Buffer[] = []
        for (const [index, source] of sources.entries()) {
          const layers = source.map(({ digest, path }, at): PackLayer => {
            const diffId = diffIds[at] ?? ''
            if (at % 2 === 0) return { source: { kind: 'file', path }, digest, diffId }
            return { source: { kind: 'stream', open: () => createReadStream(path) }, digest, diffId }
          })
          const result = await pack(folder, layers, { owners: 'root' })
          expect(result.layers.map(({ compression }) => compression)).toEqual(
            Array(3).fill(index === 0 ? 'gzip' : 'zstd'),
          )
          images.push(await readFile(join(folder, 'image')))
        }
        expect(images[0]?.equals(images[1] ?? Buffer.alloc(0))).toBe(true)
        const own = join(folder, 'own')
        execFileSync('unsquashfs', ['-q', '-n', '-d', own, join(folder, 'image')], { stdio: 'ignore' })
        const describeTree = (root: string): string =>
          execFileSync(
            'sh',
            ['-c', 'cd "$0" && find . -mindepth 1 -printf "%p %y %m %n %l %T@\\n" | sed "s/[.][0-9]*$//" | sort', root],
            {
              encoding: 'utf8',
            },
          )
        expect(describeTree(own)).toBe(describeTree(join(folder, 'unpacked', 'rootfs')))
        execFileSync('diff', ['-r', '--no-dereference', own, join(folder, 'unpacked', 'rootfs')])
      }))
  },
)
