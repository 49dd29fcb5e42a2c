/** What a user sees when something goes wrong with a build at a remote service, and that nothing partial is left. */
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { type Ended, type RemoteEngine, remoteEngine, resultOf, textsOf, withFiles } from './support/remote-engine.ts'

const definition = 'Bootstrap: docker\nFrom: alpine:3.22\n\n%post\n    echo one\n    apk add bwa\n    echo last\n'
const acceptUpload = { sizeBytes: 12, fileCount: 2 }

function status(engine: RemoteEngine, route: RegExp, code: number, message = 'scripted error', times?: number): void {
  const body = JSON.stringify({ error: { code, message } })
  engine.service.faults.switchOn({
    route,
    fault: { kind: 'status', status: code, body },
    ...(times === undefined ? {} : { times }),
  })
}

/** Nothing of the build is left here, and nothing that was sent is left there. */
async function expectClean(engine: RemoteEngine, ended: Ended): Promise<void> {
  expect(await stat(engine.output).catch(() => null)).toBeNull()
  expect(await engine.leftovers()).toEqual([])
  expect(ended.record.result).toBeNull()
  expect(engine.service.builder.contexts.size).toBe(0)
  expect(engine.service.builder.openStreams()).toBe(0)
}

/** Waits for a line of a log. */
async function heard(engine: RemoteEngine, id: string, text: string): Promise<void> {
  for (;;) {
    const { lines } = await engine.call('build.log', { id })
    if (lines.some((line) => line.text.includes(text))) return
    await wait(10)
  }
}

describe('a build that fails at the service', () => {
  it('names the command, keeps its log, and takes back the files', async () => {
    const engine = await remoteEngine({ outcome: 'asDefined' })
    const text = `${await withFiles(engine.folder)}\n%post\n    echo before\n    exit 3\n    echo after\n`
    const ended = await engine.build(text, { acceptUpload })
    const { error, state, failedCommand, steps } = ended.record
    expect([state, error?.code, error?.params.command, error?.params.reason]).toEqual([
      'failed',
      'BUILD_REMOTE_COMMAND_FAILED',
      'exit 3',
      'exit status 3',
    ])
    expect(error?.message).toMatch(/stopped at “exit 3”: exit status 3/)
    expect(error?.detail).toContain('before\n+ exit 3\nFATAL:   While performing build')
    const line = ended.log.find(({ line: number }) => number === failedCommand?.line)
    expect([failedCommand?.text, line?.text]).toEqual(['exit 3', '+ exit 3'])
    expect(steps.find(({ key }) => key === 'post')).toMatchObject({ state: 'failed', notices: 2 })
    await expectClean(engine, ended)
  })

  it('says why without a command too', async () => {
    const engine = await remoteEngine({ outcome: 'fails' })
    const ended = await engine.build('Bootstrap: docker\nFrom: alpine\n')
    expect(ended.record.error?.message).toMatch(/could not build it: exit status 1/)
    await expectClean(engine, ended)
  })
})

describe('live output', () => {
  it.each([
    ['cut', 'again'],
    ['cut', 'goOn'],
    ['closed1011', 'again'],
    ['closed1011', 'goOn'],
  ] as const)('that is %s and then told %s is whole, and the build unharmed', async (streams, secondStream) => {
    const engine = await remoteEngine({ streams, secondStream, faultyStreams: 3, piecesBeforeFault: 4, lineEveryMs: 5 })
    const whole = await remoteEngine()
    const ended = await engine.build(definition)
    expect(ended.record).toMatchObject({ state: 'done', error: null })
    expect(textsOf(ended)).toEqual(textsOf(await whole.build(definition)))
    expect(engine.asked().filter((line) => line === 'GET /v1/build-ws/*')).toHaveLength(4)
  })

  it.each([404, 401, 500])('that is refused with %s is replaced by asking', async (code) => {
    const engine = await remoteEngine({ lineEveryMs: 15 })
    status(engine, /^GET \/build\/v1\/build-ws/, code)
    const ended = await engine.build(definition)
    expect(ended.record).toMatchObject({ state: 'done', error: null })
    if (code < 500) expect(textsOf(ended).join('\n')).toMatch(/gives no live output/)
    expect(resultOf(ended).sizeBytes).toBeGreaterThan(0)
  })

  it('is alive for a service that pings', async () => {
    const engine = await remoteEngine({ pings: true })
    expect((await engine.build(definition)).record.state).toBe('done')
    expect(engine.asked().filter((line) => line === 'GET /v1/build-ws/*')).toHaveLength(1)
  })

  it('is not waited for when the service says meanwhile that it is over', async () => {
    const engine = await remoteEngine()
    // Streams that say nothing and never end; everything else is the real service.
    const silent = createServer(async (request, response) => {
      const body = await buffer(request)
      const answer = await fetch(`${engine.service.origin}/build${request.url}`, {
        method: request.method ?? 'GET',
        headers: { authorization: request.headers.authorization ?? '' },
        ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
      })
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
    const sockets = new WebSocketServer({ server: silent })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const document = {
      libraryAPI: { uri: engine.service.origin },
      tokenAPI: { uri: `${engine.service.origin}/token` },
      builderAPI: { uri: `http://127.0.0.1:${port}` },
    }
    engine.service.faults.switchOn({
      route: /config\.prod\.json/,
      fault: { kind: 'status', status: 200, body: JSON.stringify(document) },
    })
    const { token } = engine.service
    await engine.call('remotes.add', { name: 'quiet', uri: engine.service.origin, token })
    const ended = await engine.build(definition, { builderId: 'remote:quiet' })
    for (const client of sockets.clients) client.terminate()
    silent.close()
    expect(ended.record).toMatchObject({ state: 'done', error: null })
  })
})

describe('a service that does not take the build', () => {
  it.each([
    [401, 'NOT_LOGGED_IN', /no longer accepts yours/],
    [500, 'BUILD_REMOTE_REFUSED', /did not take the build: scripted error/],
    [403, 'BUILD_REMOTE_REFUSED', /scripted error/],
  ] as const)('answers %s and has the files no more', async (code, expected, message) => {
    const engine = await remoteEngine()
    const text = await withFiles(engine.folder)
    status(engine, /^POST \/build\/v1\/build$/, code)
    const ended = await engine.build(text, { acceptUpload })
    expect([ended.record.state, ended.record.error?.code]).toEqual(['failed', expected])
    expect(ended.record.error?.message).toMatch(message)
    await expectClean(engine, ended)
  })

  it.each([
    [/^POST \/build\/v1\/build-context/, 404, 'BUILD_CONTEXT_UNSUPPORTED', 0],
    [/^POST \/build\/v1\/build-context/, 413, 'BUILD_CONTEXT_REFUSED', 0],
    [/^POST \/build\/v1\/build-context/, 401, 'NOT_LOGGED_IN', 0],
    [/^PUT \/build\/upload-context/, 500, 'BUILD_CONTEXT_REFUSED', 1],
  ] as const)('refuses its files: %s %s', async (route, code, expected, puts) => {
    const engine = await remoteEngine()
    const text = await withFiles(engine.folder)
    status(engine, route, code)
    const ended = await engine.build(text, { acceptUpload })
    expect([ended.record.state, ended.record.error?.code]).toEqual(['failed', expected])
    const asked = engine.asked()
    expect(asked.filter((line) => line.startsWith('PUT'))).toHaveLength(puts)
    expect(asked).not.toContain('POST /v1/build')
    if (puts > 0) expect(asked).toContain('DELETE /v1/build-context/*')
    await expectClean(engine, ended)
  })
})

describe('a result', () => {
  it.each([
    ['wrongChecksum', 'BUILD_REMOTE_CHECKSUM', /checksums differ/],
    ['imageGone', 'BUILD_REMOTE_IMAGE_GONE', /does not have library:\/\/ada\/remote-builds/],
    ['otherArchitecture', 'ARCHITECTURE_DIFFERS', /s390x/],
  ] as const)('%s is refused and leaves nothing', async (outcome, code, message) => {
    const engine = await remoteEngine({ outcome })
    const text = await withFiles(engine.folder)
    const ended = await engine.build(text, { acceptUpload })
    expect([ended.record.state, ended.record.error?.code]).toEqual(['failed', code])
    expect(ended.record.error?.message).toMatch(message)
    await expectClean(engine, ended)
  })

  it('that is damaged on its way is fetched again or refused, never kept', async () => {
    const engine = await remoteEngine()
    engine.service.faults.switchOn({ route: /^GET \/bucket\//, fault: { kind: 'wrongByte', at: 100 } })
    const ended = await engine.build(definition)
    expect(ended.record.error?.code).toBe('BUILD_REMOTE_CHECKSUM')
    await expectClean(engine, ended)
  })

  it('that is never complete leaves a build that can be come back to', async () => {
    const engine = await remoteEngine({ outcome: 'notComplete' })
    const text = await withFiles(engine.folder)
    const started = await engine.start(text, { acceptUpload })
    const ended = await engine.ended(started)
    expect([ended.job.state, ended.record.state, ended.record.error?.code]).toEqual([
      'failed',
      'detached',
      'BUILD_REMOTE_NOT_COMPLETE',
    ])
    await expectClean(engine, ended)
    engine.service.switches.build.outcome = 'asDefined'
    const again = await engine.call('build.attach', { id: started.buildId })
    const back = await engine.ended({ ...started, ...again })
    expect(back.record).toMatchObject({ state: 'done', error: null })
    expect(textsOf(back).filter((line) => line.includes('Starting build'))).toHaveLength(1)
  })
})

describe('a build that is not waited for', () => {
  it('is cancelled at the service when it is cancelled here, and what was sent is deleted', async () => {
    const engine = await remoteEngine({ lineEveryMs: 30 })
    const text = `${await withFiles(engine.folder)}\n%post\n    echo one\n    echo two\n`
    const started = await engine.start(text, { acceptUpload })
    await heard(engine, started.buildId, '+ echo one')
    await engine.call('jobs.cancel', { id: started.jobId })
    const ended = await engine.ended(started)
    expect([ended.job.state, ended.record.state, ended.record.error]).toEqual(['cancelled', 'cancelled', null])
    expect(engine.asked()).toContain('PUT /v1/build/*/_cancel')
    expect([...engine.service.builder.builds.values()][0]?.state).toBe('cancelled')
    await wait(50)
    await expectClean(engine, ended)
  })

  it('is cancelled while it waits in the queue', async () => {
    const engine = await remoteEngine({ queueMs: 10_000 })
    const started = await engine.start(definition)
    for (;;) {
      const { steps } = await engine.call('build.get', { id: started.buildId })
      if (engine.service.builder.openStreams() > 0 && steps.some(({ key }) => key === 'queue')) break
      await wait(10)
    }
    await engine.call('jobs.cancel', { id: started.jobId })
    expect((await engine.ended(started)).record.state).toBe('cancelled')
    expect([...engine.service.builder.builds.values()][0]?.state).toBe('cancelled')
  })

  it('says so when the service could not be told', async () => {
    const engine = await remoteEngine({ lineEveryMs: 30 })
    status(engine, /_cancel$/, 500)
    const started = await engine.start(definition)
    await heard(engine, started.buildId, '+ echo one')
    await engine.call('jobs.cancel', { id: started.jobId })
    const ended = await engine.ended(started)
    expect(ended.record.state).toBe('cancelled')
    expect(textsOf(ended).join('\n')).toMatch(/could not be told to stop; it may go on building/)
  })

  it('goes on when it is left at once, and its image is fetched by who comes back', async () => {
    const engine = await remoteEngine({ lineEveryMs: 5 })
    const text = await withFiles(engine.folder)
    const started = await engine.start(text, { acceptUpload, detached: true })
    const left = await engine.ended(started)
    expect([left.job.state, left.record.state, left.record.finishedAt]).toEqual(['done', 'detached', null])
    expect(left.job.result).toEqual({
      buildId: started.buildId,
      reference: [...engine.service.builder.builds.values()][0]?.libraryRef,
    })
    expect(engine.asked()).not.toContain('GET /v1/build-ws/*')
    expect(engine.service.builder.contexts.size).toBe(1)
    const { jobId } = await engine.call('build.attach', { id: started.buildId })
    const ended = await engine.ended({ ...started, jobId })
    expect(ended.record).toMatchObject({ state: 'done', error: null })
    expect((await readFile(engine.output)).length).toBe(resultOf(ended).sizeBytes)
    expect(engine.service.builder.contexts.size).toBe(0)
  })

  it('goes on when it is left in the middle, and when the engine ends; the log stays one', async () => {
    const engine = await remoteEngine({ lineEveryMs: 25 })
    const whole = await (await remoteEngine()).build(definition)
    const started = await engine.start(definition)
    await heard(engine, started.buildId, '+ echo one')
    await engine.call('build.detach', { id: started.buildId })
    const left = await engine.ended(started)
    expect([left.job.state, left.record.state]).toEqual(['done', 'detached'])
    const back = await engine.call('build.attach', { id: started.buildId })
    await heard(engine, started.buildId, '+ apk add bwa')
    await engine.restart()
    const after = await engine.call('build.get', { id: started.buildId })
    expect(after.state).toBe('detached')
    expect(engine.asked()).not.toContain('PUT /v1/build/*/_cancel')
    const { jobId } = await engine.call('build.attach', { id: started.buildId })
    expect(jobId).not.toBe(back.jobId)
    const ended = await engine.ended({ ...started, jobId })
    expect(ended.record).toMatchObject({ state: 'done', error: null })
    const own = /^It goes on at /
    expect(textsOf(ended).filter((line) => !own.test(line))).toEqual(textsOf(whole))
  })

  it('whose token ends goes on, and says what to do', async () => {
    const engine = await remoteEngine({ lineEveryMs: 20, streams: 'cut', piecesBeforeFault: 3 })
    const { accounts } = engine.service.switches
    const account = accounts.get(engine.service.token)
    const started = await engine.start(definition)
    await heard(engine, started.buildId, 'Starting build')
    accounts.clear()
    const ended = await engine.ended(started)
    expect([ended.job.state, ended.record.state, ended.record.error?.code]).toEqual([
      'failed',
      'detached',
      'NOT_LOGGED_IN',
    ])
    if (account) accounts.set(engine.service.token, account)
    engine.service.switches.build.streams = 'whole'
    // Trying the job again is coming back as well: nothing is submitted twice.
    await engine.call('jobs.resume', { id: started.jobId })
    expect((await engine.ended(started)).record).toMatchObject({ state: 'done', error: null })
    expect(engine.service.builder.builds.size).toBe(1)
  })

  it('can be come back to after a service that could not be reached for long', async () => {
    const engine = await remoteEngine({ lineEveryMs: 30 })
    const started = await engine.start(definition)
    await heard(engine, started.buildId, '+ echo one')
    const { faults, switches } = engine.service
    Object.assign(switches.build, { streams: 'cut', piecesBeforeFault: 0 })
    faults.switchOn({ route: /^GET \/build\//, fault: { kind: 'offline' } })
    await wait(20)
    engine.service.builder.cutStreams()
    const ended = await engine.ended(started)
    expect([ended.record.state, ended.record.error?.kind]).toEqual(['detached', 'offline'])
    faults.reset()
    switches.build.streams = 'whole'
    const { jobId } = await engine.call('build.attach', { id: started.buildId })
    expect((await engine.ended({ ...started, jobId })).record.state).toBe('done')
  })

  it('is gone when the service knows nothing of it any more', async () => {
    const engine = await remoteEngine()
    const started = await engine.start(definition, { detached: true })
    await engine.ended(started)
    status(engine, /^GET \/build\/v1\/build/, 404, 'no such build')
    const { jobId } = await engine.call('build.attach', { id: started.buildId })
    const ended = await engine.ended({ ...started, jobId })
    expect([ended.record.state, ended.record.error?.code]).toEqual(['failed', 'BUILD_REMOTE_FORGOTTEN'])
  })
})
