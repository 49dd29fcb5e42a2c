/** Makes one demo image: a small root file system, definition, metadata, signatures. Always the same for the same input. */
import { createCipheriv, createHash } from 'node:crypto'
import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createSif, runLaunchScript } from '../engine/sif/create.ts'
import { editSifInPlace } from '../engine/sif/edit.ts'
import { withSif } from '../engine/sif/read.ts'
import type { DemoContainer, DemoImage } from './catalogue.ts'
import { signImage } from './sign.ts'
import { packSquashfs, type TreeNode, treeOf } from './squashfs.ts'

/** @returns the bytes of the finished file; `folder` is only used while it is made */
export async function makeDemoImage(
  container: DemoContainer,
  image: DemoImage,
  architecture: string,
  folder: string,
): Promise<Buffer> {
  const builtAt = new Date(image.builtAt)
  const name = `${container.path}:${image.tags[0]} ${architecture}`
  const path = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 16)}.sif`)
  const texts = textsOf(container, image, architecture)
  try {
    const root = rootOf(container, image, texts, name)
    await writeDemoSif(path, { name, builtAt, architecture, root, ...texts })
    const signedAt = new Date(image.signedAt ?? builtAt.getTime() + 3_600_000)
    for (const signer of image.signers) {
      await signImage(path, { signer, at: signedAt, legacy: image.state === 'legacy' })
    }
    if (image.state === 'partly') await addUnsigned(path, new Date(signedAt.getTime() + 86_400_000))
    if (image.state === 'changed') await changeOneByte(path)
    return await readFile(path)
  } finally {
    await rm(path, { force: true })
  }
}

export interface DemoSif {
  /** What its id is made of. */
  readonly name: string
  readonly builtAt: Date
  readonly architecture: string
  readonly definition: string
  /** What is told of the container in one document. */
  readonly metadata: unknown
  readonly root: TreeNode
}

/** Definition, metadata and root file system in a SIF, without signatures. */
export async function writeDemoSif(path: string, sif: DemoSif): Promise<void> {
  const { builtAt, architecture } = sif
  await createSif(path, {
    launchScript: runLaunchScript,
    id: uuidOf(sif.name),
    time: builtAt,
    objects: [
      { type: 'Deffile', data: Buffer.from(sif.definition) },
      { type: 'GenericJSON', name: 'inspect-metadata.json', data: Buffer.from(JSON.stringify(sif.metadata)) },
      {
        type: 'Partition',
        data: packSquashfs(sif.root, builtAt),
        detail: { kind: 'partition', fileSystem: 'Squashfs', partitionType: 'PrimSys', architecture },
      },
    ],
  })
}

async function addUnsigned(path: string, at: Date): Promise<void> {
  await editSifInPlace(path, (editor) =>
    editor.add(
      { type: 'Generic', name: 'reference-index.txt', data: Buffer.from('chr1\t248956422\nchr2\t242193529\n') },
      { time: at },
    ),
  )
}

/** As somebody would who wants to change what is run and hopes that nobody looks. */
async function changeOneByte(path: string): Promise<void> {
  const at = await withSif(path, async (file) => {
    const fileSystem = file.structure.objects.find(({ type }) => type === 'Partition')
    return (fileSystem?.offset ?? 0) + 200
  })
  const handle = await open(path, 'r+')
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at)
    await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 0x01]), 0, 1, at)
  } finally {
    await handle.close()
  }
}

interface Texts {
  readonly definition: string
  readonly runscript: string
  readonly environment: string
  readonly help: string
  readonly labels: Readonly<Record<string, string>>
  readonly metadata: unknown
}

function textsOf(container: DemoContainer, image: DemoImage, architecture: string): Texts {
  const [, , title = ''] = container.path.split('/')
  const version = image.tags[0]
  const separator = container.from.indexOf('://')
  const bootstrap = separator < 0 ? 'scratch' : container.from.slice(0, separator)
  const from = separator < 0 ? '' : container.from.slice(separator + 3)
  const runscript = `#!/bin/sh\nexec ${container.command} "$@"\n`
  const environment = `#!/bin/sh\nexport LC_ALL=C.UTF-8\nexport ${title.replace(/[^a-z0-9]/g, '_').toUpperCase()}_VERSION=${version}\n`
  const help = `${container.description}.\nEverything behind the name of the image goes to ${container.command}.\n`
  const labels = {
    'org.label-schema.build-arch': architecture,
    'org.label-schema.build-date': image.builtAt,
    'org.label-schema.schema-version': '1.0',
    'org.opencontainers.image.title': title,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.description': container.description,
    'org.opencontainers.image.licenses': 'BSD-3-Clause',
  }
  const packages = Object.keys(container.packages)
  const definition = [
    `Bootstrap: ${bootstrap}`,
    ...(from === '' ? [] : [`From: ${from}`]),
    '',
    '%labels',
    `    org.opencontainers.image.title ${title}`,
    `    org.opencontainers.image.version ${version}`,
    '',
    '%post',
    `    install-packages ${packages.join(' ')}`,
    '    rm -rf /var/cache/*',
    '',
    '%environment',
    '    export LC_ALL=C.UTF-8',
    '',
    '%runscript',
    `    exec ${container.command} "$@"`,
    '',
    '%test',
    `    command -v ${container.command}`,
    '',
    '%help',
    ...help
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
    '',
  ].join('\n')
  const attributes = {
    environment: { '/.singularity.d/env/90-environment.sh': environment.trimEnd() },
    labels,
    runscript: runscript.trimEnd(),
    test: `#!/bin/sh\ncommand -v ${container.command}`,
    startscript: '#!/bin/sh',
    helpfile: help.trimEnd(),
    deffile: definition.trimEnd(),
  }
  return { definition, runscript, environment, help, labels, metadata: { data: { attributes }, type: 'container' } }
}

function text(content: string, mode = 0o644): Extract<TreeNode, { kind: 'file' }> {
  return { kind: 'file', data: Buffer.from(content), mode }
}

function link(target: string): Extract<TreeNode, { kind: 'link' }> {
  return { kind: 'link', target }
}

function rootOf(container: DemoContainer, image: DemoImage, texts: Texts, name: string): TreeNode {
  const isAlpine = 'musl' in container.packages
  const packages = Object.entries(container.packages)
  return treeOf({
    '/.singularity.d/Singularity': text(texts.definition),
    '/.singularity.d/labels.json': text(JSON.stringify(texts.labels, null, 2)),
    '/.singularity.d/runscript': text(texts.runscript, 0o755),
    '/.singularity.d/runscript.help': text(texts.help),
    '/.singularity.d/startscript': text('#!/bin/sh\n', 0o755),
    '/.singularity.d/test': text(`#!/bin/sh\ncommand -v ${container.command}\n`, 0o755),
    '/.singularity.d/env/90-environment.sh': text(texts.environment, 0o755),
    '/singularity': link('.singularity.d/runscript'),
    '/environment': link('.singularity.d/env/90-environment.sh'),
    '/bin/sh': text('#!demo\n', 0o755),
    [`/usr/bin/${container.command}`]: text(`#!/bin/sh\necho "${container.command} of the demo"\n`, 0o755),
    '/etc/os-release': text(
      isAlpine ? 'ID=alpine\nPRETTY_NAME="Alpine of the demo"\n' : 'ID=debian\nPRETTY_NAME="Debian of the demo"\n',
    ),
    '/etc/passwd': text('root:x:0:0:root:/root:/bin/sh\n'),
    ...(isAlpine
      ? {
          '/lib/apk/db/installed': text(
            packages.map(([title, version]) => `P:${title}\nV:${version}\nA:noarch\n`).join('\n'),
          ),
        }
      : {
          '/var/lib/dpkg/status': text(
            packages
              .map(
                ([title, version]) =>
                  `Package: ${title}\nStatus: install ok installed\nArchitecture: all\nVersion: ${version}\nDescription: ${title} of the demo\n`,
              )
              .join('\n'),
          ),
        }),
    '/usr/share/doc/README': text(`${container.description}.\n`),
    ...(image.fillBytes
      ? { '/usr/share/data/reference.bin': { kind: 'file', data: noise(name, image.fillBytes) } as const }
      : {}),
    ...Object.fromEntries(['/dev', '/proc', '/sys', '/tmp', '/root', '/home'].map((folder) => [folder, null])),
  })
}

/** Bytes that look like data and are the same every time. */
function noise(seed: string, bytes: number): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes))
}

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(`demo ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
