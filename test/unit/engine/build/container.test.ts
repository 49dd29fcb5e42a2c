/** Texts of containers that come from configurations and definitions: labels, JSON as Go writes it, stored sections. */
import { describe, expect, it } from 'vitest'
import { elfArchitecture } from '../../../../src-main/engine/build/container/elf.ts'
import { goJson, goJsonIndented, sortedByName } from '../../../../src-main/engine/build/container/go-json.ts'
import {
  buildDate,
  generatedLabels,
  labelsText,
  mergeLabels,
} from '../../../../src-main/engine/build/container/labels.ts'
import { readImageConfig } from '../../../../src-main/engine/build/container/oci-config.ts'
import { appExports, storedScript } from '../../../../src-main/engine/build/container/stored-scripts.ts'
import { readLabels } from '../../../../src-shared/definition/interpret-stage.ts'
import { AppFailure } from '../../../../src-shared/text/errors/index.ts'

const config = (value: unknown) => readImageConfig(Buffer.from(JSON.stringify(value)), 'x')

describe('JSON as Go writes it', () => {
  it('escapes what could end a script, keeps the order of maps and leaves undefined members out', () => {
    const map = sortedByName([
      ['10', 'a'],
      ['9', '<&>\u2028'],
      ['\u{1f600}', 'b'],
      ['\uffee', 'c'],
    ])
    // Bytes decide: U+FFEE before U+1F600, which UTF-16 has the other way round.
    expect(goJson(map)).toBe('{"10":"a","9":"\\u003c\\u0026\\u003e\\u2028","\uffee":"c","\u{1f600}":"b"}')
    expect(goJson({ a: undefined, b: [1, true, null], c: {} })).toBe('{"b":[1,true,null],"c":{}}')
    expect(goJsonIndented({ a: ['x'], b: {} })).toBe('{\n\t"a": [\n\t\t"x"\n\t],\n\t"b": {}\n}')
    expect(goJson('\ud800')).toBe('"\ufffd"')
  })
})

describe('the configuration of an image', () => {
  it('keeps known members that say something, in their order, whatever case their names have', () => {
    const { stored, command, labels } = config({
      config: {
        shell: ['/bin/sh'],
        Labels: { b: '1', a: '2' },
        cmd: ['x'],
        Env: [],
        User: '',
        Volumes: { '/v': null },
        Unknown: 1,
        Healthcheck: { Test: ['CMD', 'y'], Interval: 30_000_000_000, Retries: 0 },
      },
    })
    expect(stored).toBe(
      '{"Cmd":["x"],"Healthcheck":{"Test":["CMD","y"],"Interval":30000000000},"Labels":{"a":"2","b":"1"},"Volumes":{"/v":{}},"Shell":["/bin/sh"]}',
    )
    expect(command).toEqual(['x'])
    expect(labels).toEqual({ a: '2', b: '1' })
  })

  it('is empty when there is none', () => {
    expect(config({})).toMatchObject({ stored: '{}', entrypoint: [], environment: [], diffIds: [] })
    expect(config({ config: null, rootfs: { diff_ids: null } }).diffIds).toEqual([])
  })

  it.each([[[]], [{ config: { Cmd: 'x' } }], [{ config: { Labels: { a: 1 } } }], ['text']])(
    '%j is refused',
    (value) => {
      expect(() => config(value)).toThrow(AppFailure)
    },
  )
})

describe('labels', () => {
  const facts = {
    builder: 'apptainer',
    time: new Date(2021, 7, 2, 14, 9, 6),
    architecture: 'arm64',
    machine: 'amd64',
    variant: 'v8',
    header: { bootstrap: 'docker', from: 'x' },
    hasHelp: true,
    base: { name: 'h/x:1', digest: 'sha256:1' },
  } as const

  it('are generated as each program does', () => {
    const apptainer = Object.fromEntries(generatedLabels(facts))
    expect(apptainer).toMatchObject({
      'org.label-schema.build-arch': 'arm64',
      'org.label-schema.usage.singularity.deffile.from': 'x',
      'org.label-schema.usage.apptainer.runscript.help': '/.singularity.d/runscript.help',
      'org.opencontainers.image.variant': 'v8',
      'org.opencontainers.image.base.digest': 'sha256:1',
    })
    const singularity = Object.fromEntries(generatedLabels({ ...facts, builder: 'singularity' }))
    expect(singularity['org.label-schema.build-arch']).toBe('amd64')
    expect(Object.keys(singularity).filter((name) => name.startsWith('org.opencontainers'))).toEqual([])
  })

  it('have a date without leading zeros', () => {
    expect(buildDate(facts.time)).toMatch(/^Monday_2_August_2021_14:9:6_\S+$/)
  })

  it('of a definition replace nothing unless forced, and names of any kind are names', () => {
    const base = new Map([['a', 'base']])
    const defined = readLabels('a mine\n__proto__ x\n # no\n\n  b   two  words \nc\nb last')
    expect([...defined.keys()]).toEqual(['a', '__proto__', 'b', 'c'])
    const { labels, refused } = mergeLabels(base, new Map(), defined, false)
    expect([labels.get('a'), labels.get('b'), labels.get('c'), refused]).toEqual(['base', 'last', '', ['a']])
    expect(mergeLabels(base, new Map(), defined, true).labels.get('a')).toBe('mine')
    expect(labelsText(labels)).toBe('{\n\t"__proto__": "x",\n\t"a": "base",\n\t"b": "last",\n\t"c": ""\n}')
  })
})

describe('stored sections', () => {
  it.each([
    ['echo x\n', '', '#!/bin/sh\n\necho x\n\n', false],
    ['echo x\n', '-x # c', '#!/bin/sh -x \n\necho x\n\n', false],
    ['#!/bin/bash -eu\necho x\n', '', '#!/bin/bash -eu\n\necho x\n\n', false],
    ['  #!/bin/dash \n y\n', '-c z', '#!/bin/dash -c z\n\n y\n\n', false],
    ['\n \n#!/bin/bash\necho x\n', '', '#!/bin/bash\n\necho x\n\n', true],
    ['#!\n', '', '#!\n\n\n', false],
  ])('%j with %j', (text, args, stored, movedFirstLine) => {
    expect(storedScript(text, args)).toEqual({ text: stored, movedFirstLine })
  })

  it('of apps have names that shells can hold', () => {
    const files = { environment: false, labels: true, runscript: false, startscript: false }
    expect(appExports('a-b.c', files)).toContain('export SCIF_APPLABELS_a_b_c=')
  })
})

describe('the first bytes of a program', () => {
  const head = (machine: number, bits = 2, order = 1): Buffer => {
    const bytes = Buffer.alloc(20)
    bytes.write('\x7fELF', 0, 'latin1')
    bytes[4] = bits
    bytes[5] = order
    if (order === 1) bytes.writeUInt16LE(machine, 18)
    else bytes.writeUInt16BE(machine, 18)
    return bytes
  }
  it.each([
    [head(62), 'amd64'],
    [head(183), 'arm64'],
    [head(40, 1), 'arm'],
    [head(21), 'ppc64le'],
    [head(22, 2, 2), 's390x'],
    [head(8, 1, 2), 'mips'],
    [head(8), 'mips64le'],
    [head(9999), null],
    [head(62).subarray(0, 19), null],
    [Buffer.from('#!/bin/sh\necho hello there\n'), null],
  ])('%#', (bytes, architecture) => {
    expect(elfArchitecture(bytes)).toBe(architecture)
  })
})
