import { resolve } from 'node:path'
import { type ControlList, controlModes, controlPrograms } from '../../../src-shared/model/control-list.ts'
import {
  controlLines,
  controlListText,
  controlOutcomeText,
  programNames,
} from '../../../src-shared/text/control-list.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption, listOption, textOption } from '../command.ts'
import { fingerprintText, pathAt } from '../options.ts'
import { runCall } from '../run-call.ts'

/** Says what an `ecl.toml` means, and which images each program would start under it. */
export const controlList: Command = {
  usage: 'trust ecl <file> [image]…',
  about: 'what an execution control list (ecl.toml) means, and which images SingularityCE and Apptainer would start',
  options: {
    ring: {
      type: 'string',
      value: 'FILE',
      about: 'the global keyring of the installation; without it, the keys of this keyring stand for it',
    },
    images: { type: 'boolean', about: 'try it on all images of the local library' },
  },
  positionals: { min: 1, max: 1000 },
  async run(input) {
    const engine = await input.engine()
    const path = pathAt(input, 0)
    const images = input.positionals.slice(1).map((image) => resolve(image))
    const ring = textOption(input, 'ring')
    if (images.length === 0 && !flagOption(input, 'images')) {
      const reading = await runCall(engine, 'trust.readControlList', { path }, input.signal)
      input.output.document({ reading, explanation: controlLines(reading), images: [] })
      for (const line of controlLines(reading)) input.output.line(printable(line))
      return 0
    }
    const params = { list: { path }, images, ring: ring === undefined ? null : resolve(ring) }
    const { reading, rows } = await runCall(engine, 'trust.testControlList', params, input.signal)
    input.output.document({ reading, explanation: controlLines(reading), images: rows })
    for (const line of controlLines(reading)) input.output.line(printable(line))
    for (const row of rows) {
      input.output.line(printable(row.path))
      for (const program of controlPrograms) {
        input.output.line(`  ${programNames[program]}: ${controlOutcomeText(row[program])}`)
        if (row[program].error !== null) input.output.line(`    ${printable(row[program].error ?? '')}`)
      }
    }
    input.output.note(controlListText.limits)
    return 0
  },
}

/** Writes an `ecl.toml`. */
export const writeList: Command = {
  usage: 'trust ecl-write <file> --group MODE:FOLDER:FINGERPRINT,…',
  about: 'write an execution control list; wrong ones are not written',
  options: {
    group: {
      type: 'string',
      multiple: true,
      value: 'MODE:FOLDER:FINGERPRINT,…',
      about: 'a group: whitelist, whitestrict or blacklist; its folder or nothing for everywhere; its signers',
    },
    inactive: { type: 'boolean', about: 'write it without activating it' },
    'legacy-insecure': { type: 'boolean', about: 'check old signatures instead of those of today' },
    force: { type: 'boolean', about: 'replace a file that is there' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const list: ControlList = {
      activated: !flagOption(input, 'inactive'),
      legacyInsecure: flagOption(input, 'legacy-insecure'),
      groups: listOption(input, 'group').map((text, index) => readGroup(text, index)),
    }
    const groups = list.groups.map((group) => ({ ...group, fingerprints: [...group.fingerprints] }))
    const params = { path: pathAt(input, 0), list: { ...list, groups }, overwrite: flagOption(input, 'force') }
    const written = await runCall(await input.engine(), 'trust.writeControlList', params, input.signal)
    input.output.document(written)
    if (!input.output.json) await input.output.bytes(Buffer.from(written.text, 'utf8'))
    return 0
  },
}

function readGroup(text: string, index: number): ControlList['groups'][number] {
  const command = 'trust ecl-write'
  const match = /^([a-z]+):(.*):([^:]*)$/i.exec(text)
  const [, mode = '', folder = '', signers = ''] = match ?? []
  if (match === null || !controlModes.some((known) => known === mode)) {
    throw failure('USAGE', {
      problem: `--group is ${controlModes.join(', ')}, a folder and signers, with : between`,
      command,
    })
  }
  const fingerprints = signers
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => fingerprintText(part, command))
  return { tagName: `group${index + 1}`, mode, folder, fingerprints }
}
