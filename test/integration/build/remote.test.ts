/** Builds at a remote service as a user meets them: what is sent, what is said, what comes back, what is left. */
import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../support/failing.ts'
import { builderId, type RemoteEngine, remoteEngine, resultOf, textsOf, withFiles } from './support/remote-engine.ts'

const definition =
  'Bootstrap: docker\nFrom: alpine:3.22\n\n%post\n    echo building\n    apk add bwa\n\n%labels\n    a b\n'

async function weighed(engine: RemoteEngine, text: string) {
  const fits = await engine.call('build.weigh', { text, folder: engine.folder, output: engine.output })
  const found = fits.find((fit) => fit.builderId === builderId)
  if (!found) throw new Error('the remote builder is not weighed')
  return found
}

describe('a build at a remote service', () => {
  it('ends with the verified image, its log by step and nothing else', async () => {
    const engine = await remoteEngine()
    const ended = await engine.build(definition)
    expect(ended.record.error).toBeNull()
    const bytes = await readFile(engine.output)
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    expect(resultOf(ended)).toMatchObject({ path: engine.output, architecture: 'amd64', digest, warnings: [] })
    expect(resultOf(ended).verdict?.verdict).toBe('notSigned')
    expect((await stat(engine.output)).mode & 0o777).toBe(0o755)
    expect(ended.record).toMatchObject({ state: 'done', builder: { id: builderId, label: 'lab' }, failedCommand: null })
    const steps = ended.record.steps.map(({ key, state }) => `${key} ${state}`)
    expect(steps).toEqual(
      ['queue', 'remote', 'base', 'unpack', 'post', 'metadata', 'pack', 'download', 'write'].map(
        (key) => `${key} done`,
      ),
    )
    const lines = textsOf(ended)
    expect(lines).toContain('INFO:    Starting build...')
    expect(lines).toContain('Progress: done')
    expect(ended.log.find(({ text }) => text === '+ echo building')?.kind).toBe('command')
    expect(lines.join('')).not.toContain('\u001b')
    expect(engine.asked()).toEqual(['POST /v1/build', 'GET /v1/build-ws/*', 'GET /v1/build/*'])
    expect(await engine.leftovers()).toEqual([])
  })

  it('sends what the real client sends', async () => {
    const engine = await remoteEngine()
    await engine.build(definition, { architecture: 'arm64' })
    const [build] = [...engine.service.builder.builds.values()]
    expect(build).toMatchObject({
      definition,
      architecture: 'arm64',
      workingFolder: engine.folder,
      libraryUrl: engine.service.origin,
    })
    expect(engine.service.faults.requests.find(({ path }) => path === '/build/v1/build')?.authorization).toBe(
      `Bearer ${engine.service.token}`,
    )
  })

  it('shows what would leave the computer, and sends nothing that was not agreed to', async () => {
    const engine = await remoteEngine()
    const text = await withFiles(engine.folder)
    const { upload, points, isPossible } = await weighed(engine, text)
    expect(isPossible).toBe(true)
    expect(upload).toEqual({
      files: [
        { path: join(engine.folder, 'bctx/dir/two.txt'), sizeBytes: 8 },
        { path: join(engine.folder, 'bctx/one.txt'), sizeBytes: 4 },
      ],
      sizeBytes: 12,
      fileCount: 2,
    })
    expect(points.find(({ code }) => code === 'upload')?.params).toMatchObject({ names: 'bctx/one.txt, bctx/dir' })
    for (const acceptUpload of [undefined, { sizeBytes: 12, fileCount: 1 }, { sizeBytes: 11, fileCount: 2 }]) {
      const { record } = await engine.build(text, acceptUpload ? { acceptUpload } : {})
      expect(record.error?.code).toBe('BUILD_UPLOAD_NOT_ACCEPTED')
    }
    await writeFile(join(engine.folder, 'bctx/dir/secret'), 'more')
    const { record } = await engine.build(text, { acceptUpload: { sizeBytes: 12, fileCount: 2 } })
    expect(record.error?.code).toBe('BUILD_UPLOAD_NOT_ACCEPTED')
    expect(engine.asked()).toEqual([])
  })

  it.each(['absolute', 'relative'] as const)(
    'sends the files to a place named %s, and deletes them there',
    async (locations) => {
      const engine = await remoteEngine({ locations })
      const text = await withFiles(engine.folder)
      const ended = await engine.build(text, { acceptUpload: { sizeBytes: 12, fileCount: 2 } })
      expect(ended.record).toMatchObject({ state: 'done', error: null })
      expect(engine.asked()).toEqual([
        'POST /v1/build-context',
        'PUT /upload-context/*',
        'POST /v1/build',
        'GET /v1/build-ws/*',
        'GET /v1/build/*',
        'DELETE /v1/build-context/*',
      ])
      const put = engine.service.faults.requests.find(({ method, path }) => method === 'PUT' && /upload/.test(path))
      expect(put?.authorization).toBeNull()
      expect(engine.service.builder.contexts.size).toBe(0)
      expect(ended.record.steps[0]).toMatchObject({ key: 'upload', state: 'done', detail: '2 files, 12 B' })
      expect(textsOf(ended)).toContain(`${engine.folder}/bctx/dir/two.txt`)
      expect(textsOf(ended)).toContain('INFO:    Copying bctx/dir to /opt')
      expect(await engine.leftovers()).toEqual([])
    },
  )

  it('puts the values of arguments in before it sends, and says so', async () => {
    const engine = await remoteEngine()
    const text =
      'Bootstrap: docker\nFrom: alpine:{{ VERSION }}\n\n%arguments\n    VERSION=3.20\n\n%post\n    echo {{ VERSION }}\n'
    expect((await weighed(engine, text)).points.map(({ code }) => code)).toContain('argumentsFilled')
    const ended = await engine.build(text, { arguments: { VERSION: '3.22', OTHER: 'x' } })
    const [build] = [...engine.service.builder.builds.values()]
    expect(build?.definition).toContain('From: alpine:3.22')
    expect(build?.definition).not.toContain('{{')
    expect(textsOf(ended).join('\n')).toMatch(/values of build arguments are put into the definition/)
    expect(resultOf(ended).warnings).toEqual(['These build arguments are not used: OTHER.'])
  })

  it('builds for several architectures at once, with the same files, and deletes those when the last is done', async () => {
    const engine = await remoteEngine({ lineEveryMs: 15 })
    const text = await withFiles(engine.folder)
    const acceptUpload = { sizeBytes: 12, fileCount: 2 }
    const outputs = ['amd64', 'arm64'].map((architecture) => ({
      architecture,
      output: join(engine.folder, `out-${architecture}.sif`),
    }))
    const ended = await Promise.all(outputs.map((each) => engine.build(text, { ...each, acceptUpload })))
    expect(ended.map((one) => [one.record.state, resultOf(one).architecture])).toEqual([
      ['done', 'amd64'],
      ['done', 'arm64'],
    ])
    expect(engine.service.builder.contexts.size).toBe(0)
    const uploads = engine.asked().filter((line) => line.startsWith('PUT /upload-context'))
    expect(uploads).toHaveLength(1)
    expect(ended.flatMap((one) => resultOf(one).warnings)).toEqual([])
  })

  it('leaves the image in the library where that was asked for', async () => {
    const engine = await remoteEngine()
    const output = 'library://ada/tools/align:2.1'
    const ended = await engine.build(definition, { output })
    expect(resultOf(ended)).toMatchObject({ path: output, imageId: null, verdict: null })
    expect(resultOf(ended).sizeBytes).toBeGreaterThan(0)
    expect(engine.service.store.findContainer('ada/tools/align')?.archTags.get('amd64')?.has('2.1')).toBe(true)
    expect(engine.service.faults.requests.some(({ path }) => /imagefile/.test(path))).toBe(false)
  })

  it.each([
    ['library://bad', builderId],
    ['library://ada/tools/align:sha256.0f3c', builderId],
    ['library://ada/tools/align:1', 'here'],
  ])('does not build to %s with %s', async (output, id) => {
    const engine = await remoteEngine()
    expect(await codeOf(engine.start(definition, { output, builderId: id }))).toBe('BUILD_REMOTE_OUTPUT')
  })

  it.each([
    ['BUILD_REMOTE_LOCAL_BASE', 'Bootstrap: localimage\nFrom: base.sif\n', {}],
    ['BUILD_DEFINITION', 'Bootstrap: docker\nFrom: a\n\n%nonsense\n    x\n', {}],
    ['BUILD_FILES_MISSING', 'Bootstrap: docker\nFrom: a\n\n%files\n    nosuch.txt\n', {}],
    ['BUILD_REMOTE_OPTION', definition, { sections: ['labels'] }],
    ['BUILD_REMOTE_OPTION', definition, { owners: 'root' as const }],
    ['BUILD_REMOTE_OPTION', definition, { format: 'oci-sif' as const }],
  ])('%s before anything is sent', async (code, text, more) => {
    const engine = await remoteEngine()
    const { record } = await engine.build(text, more)
    expect([record.state, record.error?.code]).toEqual(['failed', code])
    expect(engine.asked()).toEqual([])
  })

  it('is not replaced by a file that is there, before anything is sent', async () => {
    const engine = await remoteEngine()
    await writeFile(engine.output, 'mine')
    const { record } = await engine.build(definition)
    expect(record.error?.code).toBe('FILE_EXISTS')
    expect(engine.asked()).toEqual([])
    expect((await engine.build(definition, { force: true })).record.state).toBe('done')
  })

  it('needs a token, and says so before', async () => {
    const engine = await remoteEngine()
    await engine.call('remotes.logout', { name: 'lab' })
    const { isPossible, points } = await weighed(engine, definition)
    expect([isPossible, points.map(({ code }) => code)]).toEqual([false, ['everything', 'needsToken', 'alsoFor']])
    const { record } = await engine.build(definition)
    expect(record.error?.code).toBe('BUILD_REMOTE_NO_TOKEN')
  })

  it('builds what stands behind a reference', async () => {
    const engine = await remoteEngine()
    const from = { kind: 'reference' as const, reference: 'docker://alpine:3.22' }
    expect((await engine.build('', { from })).record.state).toBe('done')
    const [build] = [...engine.service.builder.builds.values()]
    expect(build?.definition).toBe('bootstrap: docker\nfrom: alpine:3.22\n\n')
  })
})
