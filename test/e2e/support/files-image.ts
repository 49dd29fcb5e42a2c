/** An image to look around in: texts, a script, a picture, links, a long log, things that act on a computer. */
import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { definitionObject, metadataObject, partitionObject } from '../../support/make-sif.ts'

export const launcher = `#!/bin/sh
# Environment of the launcher
export TOOL_HOME=/opt/tool
export PATH="$TOOL_HOME:$PATH"

if [ -z "$TOOL_MEM_GB" ]; then
  TOOL_MEM_GB=$(( 64 / 2 ))
fi
exec "$TOOL_HOME/tool" "$@"
`

/** A picture of two colours, made here. */
function picture(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows: Buffer[] = []
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(1 + width * 3)
    for (let x = 0; x < width; x += 1) {
      row.set((x >> 4) % 2 === (y >> 4) % 2 ? [36, 87, 197] : [230, 245, 236], 1 + x * 3)
    }
    rows.push(row)
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** How many lines the long log has. */
export const logLines = 40_000

function fill(root: string): void {
  const write = (name: string, data: string | Buffer, mode = 0o644): void => {
    const path = join(root, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, data)
    chmodSync(path, mode)
  }
  write('etc/os-release', 'NAME="Small Linux"\nVERSION_ID=12\nHOME_URL="https://example.org/"\n')
  write('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n')
  write('etc/empty', '')
  write('opt/tool/scripts/tool-env.sh', launcher)
  write('opt/tool/scripts/run-tests.sh', '#!/bin/sh\nexit 0\n', 0o755)
  write('opt/tool/scripts/mutect2_nio.wdl', 'version 1.0\nworkflow w {}\n')
  write('opt/tool/scripts/requirements.lock', 'numpy==2.1.0\n')
  write('opt/tool/scripts/setuid-helper', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...Array(57).fill(0)]), 0o4755)
  write('opt/tool/scripts/dev/notes.txt', 'needle in the haystack\n')
  symlinkSync('../tool', join(root, 'opt/tool/scripts/tool-launch'))
  write('opt/tool/tool', Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7) % 256)), 0o755)
  write('opt/tool/logo.png', picture(320, 200))
  write('opt/tool/settings.json', '{"threads": 4, "name": "tool"}')
  const lines = Array.from({ length: logLines }, (_, at) => `line ${at + 1} of the log, nothing to see`)
  write('var/log/build.log', `${lines.join('\n')}\n`)
  mkdirSync(join(root, 'usr/bin'), { recursive: true })
  write('usr/bin/sh', '#!/bin/true\n', 0o755)
  linkSync(join(root, 'usr/bin/sh'), join(root, 'usr/bin/ash'))
  symlinkSync('usr/bin', join(root, 'bin'))
  symlinkSync('/nowhere', join(root, 'dangling'))
  mkdirSync(join(root, 'tmp'))
  execFileSync('mkfifo', [join(root, 'var/queue')])
  execFileSync('find', [root, '-exec', 'touch', '-h', '-d', '@1762128000', '{}', '+'])
}

/** @param path where the image goes; needs mksquashfs */
export async function makeFilesImage(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sif-desktop-files-'))
  try {
    const root = join(folder, 'root')
    mkdirSync(root)
    fill(root)
    const squashfs = join(folder, 'image.squashfs')
    execFileSync('mksquashfs', [root, squashfs, '-all-root', '-quiet', '-no-progress', '-noappend'], {
      stdio: 'ignore',
    })
    await createSif(path, {
      objects: [
        definitionObject('Bootstrap: docker\nFrom: debian:12\n'),
        metadataObject({ labels: { Name: 'tool' }, runscript: '#!/bin/sh\nexec tool' }),
        partitionObject(await readFile(squashfs)),
      ],
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
