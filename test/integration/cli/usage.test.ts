/** How the terminal face answers what it is not meant for: unknown words, wrong values, names that are dangerous to print. */
import { execFile } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, vi } from 'vitest'
import { createSif } from '../../../src-main/engine/sif/create.ts'
import { commandEntry, commandEnvironment, runCommand } from '../../support/command-line.ts'
import { definitionObject } from '../../support/make-sif.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

it.each([
  [['frobnicate'], 'There is no command frobnicate.'],
  [['verfy', 'x'], 'There is no command verfy. Did you mean verify?'],
  [['key'], 'key needs one of: '],
  [['key', 'frob'], 'There is no command key frob.'],
  [['verify'], 'Usage: sif-desktop verify'],
  [['inspect', 'a', 'b'], 'Usage: sif-desktop inspect'],
  [['verify', '--bogus', 'x'], "Unknown option '--bogus'"],
  [['verify', '-x', 'x'], "Unknown option '-x'"],
  [['verify', '--group', 'one', 'x'], '--group takes a whole number'],
  [['verify', '--object', '0', 'x'], '--object takes a whole number'],
  [['verify', '--certificate-roots', 'roots.pem', 'x'], 'need --certificate'],
  [['pull', 'library://a/b/c', '--policy', 'lenient'], '--policy is one of'],
  [['key', 'decide', 'ABCD', 'verified'], 'is not a full fingerprint'],
  [['key', 'decide', '0'.repeat(40), 'splendid'], 'A decision is one of'],
  [['key', 'decide', '0'.repeat(40), 'accepted', '--scope', 'nowhere.sif'], '--scope takes'],
  [['sif', 'info', 'first', 'x'], 'ID takes a whole number'],
] as const)('%j is wrong usage: exit 2, and one document with --json', async (args, message) => {
  const home = await temporaryFolder()
  const plain = await runCommand(home, args)
  expect({ code: plain.code, stdout: plain.stdout }).toEqual({ code: 2, stdout: '' })
  expect(plain.stderr).toContain(`Error: ${message.startsWith('Usage') ? 'Usage' : ''}`)
  expect(plain.stderr).toContain(message)
  const json = await runCommand(home, [...args, '--json'])
  expect(json).toMatchObject({ code: 2, stderr: '' })
  expect(json.document).toEqual({
    error: { code: 'USAGE', area: 'cli', message: expect.stringContaining(message), hint: expect.any(String) },
  })
  // Nothing was begun: not even a database was made.
  expect(await readdir(home)).toEqual([])
})

it('shows help for everything, and takes common options anywhere', async () => {
  const home = await temporaryFolder()
  const [general, group, command, first] = await Promise.all([
    runCommand(home, ['--help']),
    runCommand(home, ['key', '--help']),
    runCommand(home, ['help', 'verify']),
    runCommand(home, ['--json', 'inspect', 'missing.sif']),
  ])
  expect(general).toMatchObject({ code: 0, stderr: '' })
  for (const name of ['open', 'serve', 'engine', 'demo', 'resolve', 'pull', 'search', 'images list', 'inspect']) {
    expect(general.stdout).toContain(`\n  ${name} `)
  }
  expect(group.stdout).toContain('key decide <fingerprint>')
  expect(command.stdout).toContain('--certificate-intermediates PEM')
  expect(first).toMatchObject({ code: 1, document: { error: { code: 'FILE_NOT_FOUND', area: 'platform' } } })
})

it('prints names so that they cannot act on the terminal, and colours nothing', async () => {
  const home = await temporaryFolder()
  const folder = join(home, 'images')
  await mkdir(folder)
  const name = 'two\nlines \u001b[31mred\u0007 \u202ereversed.sif'
  const path = join(folder, name)
  await createSif(path, { objects: [definitionObject('Bootstrap: scratch\n%labels\n  x \u001b]0;title\u0007\n')] })
  const missing = join(folder, 'no\u001b[2Jsuch.sif')
  const outputs = await Promise.all([
    runCommand(home, ['inspect', path]),
    runCommand(home, ['verify', path, missing, '--offline']),
    runCommand(home, ['inspect', missing]),
    runCommand(home, ['sif', 'list', path]),
    runCommand(home, ['inspect', path, '--json']),
  ])
  for (const { stdout, stderr } of outputs) {
    const acting = [...`${stdout}${stderr}`].filter((letter) => letter !== '\n' && /[\p{Cc}\p{Cf}]/u.test(letter))
    expect(acting).toEqual([])
  }
  expect(outputs[0]?.stdout).toContain('two\\nlines \\x1b[31mred\\x07 \\u{202e}reversed.sif')
  // Escaped for the terminal, and still the same name for a program.
  expect(outputs[4]?.document).toMatchObject({ file: path })
})

it('goes on with the other files when one cannot be verified', async () => {
  const home = await temporaryFolder()
  const [one, other] = [join(home, 'one.sif'), join(home, 'other.sif')]
  for (const path of [one, other]) await createSif(path, { objects: [definitionObject()] })
  const missing = join(home, 'missing.sif')
  const result = await runCommand(home, ['verify', one, missing, other, '--offline', '--json'])
  expect(result.document).toMatchObject([
    { file: one, verdict: 'notSigned' },
    { file: missing, error: { code: 'FILE_NOT_FOUND', area: 'platform' } },
    { file: other, verdict: 'notSigned' },
  ])
  // A verdict that is not in order says more than that a file was not there.
  expect(result).toMatchObject({ code: 11, stderr: '' })
  const plain = await runCommand(home, ['verify', missing, missing, '--offline'])
  expect(plain.code).toBe(1)
  expect(plain.stdout.match(/does not exist/g)).toHaveLength(2)
  const alone = await runCommand(home, ['verify', missing, '--offline', '--json'])
  expect(alone).toMatchObject({ code: 1, document: { error: { code: 'FILE_NOT_FOUND' } } })
})

it.skipIf(process.platform !== 'linux')('says that a name which is not UTF-8 cannot be reached', async () => {
  const home = await temporaryFolder()
  const script = `"$0" "$1" inspect "$2/$(printf '\\377\\376').sif" --json; echo "exit $?"`
  const env = commandEnvironment(home)
  const { stdout } = await promisify(execFile)('sh', ['-c', script, process.execPath, commandEntry, home], { env })
  const [document = '', exit] = stdout.trimEnd().split('\n')
  expect(JSON.parse(document)).toMatchObject({ error: { code: 'ARGUMENT_NOT_UTF8', area: 'cli' } })
  expect(exit).toBe('exit 1')
})
