/**
 * What the demo's builder says and makes of a definition. It runs nothing: the log reads as that of a real
 * builder, and the image holds what the definition writes down, not what its commands would have done.
 */
import { interpretDefinition } from '../../../../src-shared/definition/interpret.ts'
import type { StageMeaning } from '../../../../src-shared/definition/meaning.ts'
import { type TreeNode, treeOf } from '../../squashfs.ts'
import { filesNamed } from './context-files.ts'

export interface BuildOrder {
  readonly definition: string
  readonly architecture: string
  readonly workingFolder: string
  /** Files that were sent along, by absolute path. */
  readonly context: ReadonlyMap<string, Buffer>
}

export interface Played {
  /** The log, line by line and with the colours of a terminal. */
  readonly lines: readonly string[]
  /** Null when the build fails. */
  readonly made: {
    readonly definition: string
    readonly metadata: unknown
    readonly root: TreeNode
  } | null
}

type Leaf = Exclude<TreeNode, { kind: 'folder' }>

export function playDefinition(order: BuildOrder): Played {
  const lines = ['\u001b[32mINFO:   \u001b[0m Starting build...']
  const failed = (reason: string): Played => ({ lines: [...lines, `FATAL:   ${reason}`], made: null })
  const meaning = interpretDefinition(order.definition, { program: 'singularity' })
  if (meaning.result !== 'ok') return failed(`Unable to build from definition: ${meaning.error.message}`)
  const last = meaning.stages.at(-1)
  if (!last || meaning.planError) return failed('Unable to build from definition: no stages found')
  lines.push('INFO:    This is the builder of the demo: it runs no command and makes a small image')
  const files = new Map<string, Leaf>()
  for (const stage of meaning.stages) {
    lines.push(...fetching(stage))
    const problem = copyFiles(stage, order, stage === last ? files : new Map(), lines) ?? playPost(stage, lines)
    if (problem !== null) return failed(`While performing build: ${problem}`)
  }
  const made = imageOf(last, order, files)
  lines.push(...made.said, 'INFO:    Creating SIF file...', 'INFO:    Build complete: image.sif')
  return { lines, made: { definition: meaning.embeddedText, metadata: made.metadata, root: made.root } }
}

function fetching({ header }: StageMeaning): readonly string[] {
  const from = header?.get('from')
  switch (header?.get('bootstrap')?.toLowerCase()) {
    case 'docker':
      return [`INFO:    Fetching OCI image ${from ?? ''}...`, 'INFO:    Extracting OCI image...']
    case 'library':
      return [`INFO:    Downloading library image ${from ?? ''}`]
    default:
      return []
  }
}

/** @returns what keeps the build from going on, or null */
function copyFiles(stage: StageMeaning, order: BuildOrder, into: Map<string, Leaf>, lines: string[]): string | null {
  for (const { copyFrom, items } of stage.files) {
    if (copyFrom.kind !== 'host') continue
    for (const { src, dst } of items) {
      const found = filesNamed(order.context, src, order.workingFolder)
      if (found.length === 0) return `unable to copy files from host to container fs: ${src}: file does not exist`
      lines.push(`INFO:    Copying ${src} to ${dst === '' ? src : dst}`)
      const target = dst === '' ? null : dst
      const isFolder = target?.endsWith('/') || new Set(found.map(({ path }) => path)).size > 1
      for (const { path, below, data } of found) {
        const name = path.split('/').at(-1) ?? ''
        const place = target === null ? path : isFolder ? `${target}/${name}` : target
        into.set(`${place}${below}`.replace(/\/+/g, '/'), { kind: 'file', data, mode: 0o644 })
      }
    }
  }
  return null
}

/** Commands of `%post` as a shell that shows them; `false` and `exit` with a number fail as they would. */
function playPost({ scripts }: StageMeaning, lines: string[]): string | null {
  const commands = (scripts.get('post')?.text ?? '').split('\n').map((line) => line.trim())
  const run = commands.filter((line) => line !== '' && !line.startsWith('#'))
  if (run.length > 0) lines.push('INFO:    Running post scriptlet')
  for (const command of run) {
    lines.push(`+ ${command}`)
    const status = command === 'false' ? 1 : Number(/^exit ([1-9]\d*)$/.exec(command)?.[1] ?? 0)
    if (status > 0) return `while running engine: exit status ${status}`
    lines.push(...outputOf(command))
  }
  return null
}

function outputOf(command: string): readonly string[] {
  const said = /^echo\s+(.*)$/.exec(command)?.[1]
  if (said !== undefined) return [said.replace(/^(["'])(.*)\1$/, '$2')]
  const wanted = /\b(?:apt-get|apt|apk|dnf|yum|pip3?)\b.*?\b(?:install|add)\b(.*)$/.exec(command)?.[1] ?? ''
  const packages = wanted.split(/\s+/).filter((word) => /^[a-z0-9]/i.test(word))
  return packages.flatMap((name, index) => [
    `(${index + 1}/${packages.length}) Installing ${name}`,
    `Progress: ${index + 1} of ${packages.length}\rProgress: done`,
  ])
}

function imageOf(
  stage: StageMeaning,
  order: BuildOrder,
  files: ReadonlyMap<string, Leaf>,
): { readonly said: readonly string[]; readonly metadata: unknown; readonly root: TreeNode } {
  const script = (name: 'environment' | 'runscript' | 'startscript' | 'test' | 'help'): string | null =>
    stage.scripts.get(name)?.text ?? null
  const labels = {
    'org.label-schema.build-arch': order.architecture,
    'org.label-schema.schema-version': '1.0',
    'org.label-schema.usage.singularity.deffile.bootstrap': stage.header?.get('bootstrap') ?? '',
    'org.label-schema.usage.singularity.deffile.from': stage.header?.get('from') ?? '',
    'builder.demo': 'Made by the builder of the demo, which runs no command',
    ...Object.fromEntries(stage.labels),
  }
  const [environment, runscript, startscript] = [script('environment'), script('runscript'), script('startscript')]
  const [test, help] = [script('test'), script('help')]
  const shell = (body: string | null): string => `#!/bin/sh\n${body ?? ''}`
  const node = (content: string, mode = 0o644): Leaf => ({ kind: 'file', data: Buffer.from(content), mode })
  const attributes = {
    labels,
    runscript: shell(runscript),
    deffile: order.definition,
    ...(environment === null
      ? {}
      : { environment: { '/.singularity.d/env/90-environment.sh': shell(environment).trimEnd() } }),
    ...(startscript === null ? {} : { startscript: shell(startscript) }),
    ...(test === null ? {} : { test: shell(test) }),
    ...(help === null ? {} : { helpfile: help }),
  }
  const root = treeOf({
    '/.singularity.d/Singularity': node(order.definition),
    '/.singularity.d/labels.json': node(JSON.stringify(labels, null, 2)),
    '/.singularity.d/runscript': node(shell(runscript), 0o755),
    '/.singularity.d/startscript': node(shell(startscript), 0o755),
    '/.singularity.d/env/90-environment.sh': node(shell(environment), 0o755),
    ...(help === null ? {} : { '/.singularity.d/runscript.help': node(help) }),
    ...(test === null ? {} : { '/.singularity.d/test': node(shell(test), 0o755) }),
    '/singularity': { kind: 'link', target: '.singularity.d/runscript' },
    '/bin/sh': node('#!demo\n', 0o755),
    '/etc/os-release': node('ID=demo\nPRETTY_NAME="Builder of the demo"\n'),
    ...Object.fromEntries(['/dev', '/proc', '/sys', '/tmp', '/root', '/home'].map((folder) => [folder, null])),
    ...Object.fromEntries(files),
  })
  const said = [
    ...(help === null ? [] : ['INFO:    Adding help info']),
    'INFO:    Adding labels',
    ...(environment === null ? [] : ['INFO:    Adding environment to container']),
    ...(startscript === null ? [] : ['INFO:    Adding startscript']),
    ...(runscript === null ? [] : ['INFO:    Adding runscript']),
    ...(test === null ? [] : ['INFO:    Adding testscript', 'INFO:    Running testscript']),
  ]
  return { said, metadata: { data: { attributes }, type: 'container' }, root }
}
