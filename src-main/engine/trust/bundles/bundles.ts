/**
 * Team bundles: written from what the user decided and signed with a key of the user's own; read, shown item
 * by item, and taken over only as far as the user says. A bundle that is changed, unsigned or by somebody whom
 * the user does not know changes nothing.
 */
import { createHash } from 'node:crypto'
import { readKey } from 'openpgp'
import type { bundleCalls } from '../../../../src-shared/contract/trust.ts'
import type { BundleContent, BundleItem, BundleReading, TakenBundle } from '../../../../src-shared/model/bundle.ts'
import type { Decision } from '../../../../src-shared/model/decision.ts'
import type { KeyImportPreview } from '../../../../src-shared/model/key.ts'
import { plainNamespace } from '../../../../src-shared/model/namespace.ts'
import type { PolicyRules } from '../../../../src-shared/model/policy.ts'
import { bundleText } from '../../../../src-shared/text/bundles.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { FoundKey, KeyNames } from '../../keyring/key-finder.ts'
import type { OwnKeys } from '../../keyring/own-keys.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { readNamedFile } from '../../platform/named-file.ts'
import { openPgpSigner } from '../../signatures/sign/signer.ts'
import type { AdmissionService } from '../admission.ts'
import type { TrustService } from '../trust.ts'
import { checkBundle } from './check-signer.ts'
import { mostBundleBytes, writeBundleMessage } from './format.ts'

export interface BundleNeeds {
  readonly trust: TrustService
  readonly admission: Pick<AdmissionService, 'policies' | 'setPolicy' | 'changed'>
  readonly ownKeys: Pick<OwnKeys, 'unlocked'>
  readonly keyring: {
    find(names: KeyNames): Promise<readonly FoundKey[]>
    isOwn(fingerprint: string): boolean
    /** @throws AppFailure KEYRING_KEY_NOT_FOUND */
    armored(fingerprint: string): string
    has(fingerprint: string): boolean
    userIds(fingerprint: string): readonly string[]
    preview(armored: string): Promise<KeyImportPreview>
    add(armored: string): Promise<unknown>
  }
}

export interface BundleService {
  readonly handlers: Handlers<keyof typeof bundleCalls>
}

interface BundleRow {
  readonly taken_at: string
  readonly bundle_json: string
}

type Material = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string }

export function createBundles({ database, clock }: EngineContext, needs: BundleNeeds): BundleService {
  const { trust, admission, keyring } = needs
  const all = database.prepare<[], BundleRow>('SELECT taken_at, bundle_json FROM bundles ORDER BY taken_at DESC')
  const one = database.prepare<[string, string], BundleRow>(
    'SELECT taken_at, bundle_json FROM bundles WHERE name = ? AND signer = ?',
  )
  const put = database.prepare<[string, string, string, string]>(
    `INSERT INTO bundles (name, signer, taken_at, bundle_json) VALUES (?, ?, ?, ?)
     ON CONFLICT (name, signer) DO UPDATE SET taken_at = excluded.taken_at, bundle_json = excluded.bundle_json`,
  )

  const keyItem = async (armored: string, place: number): Promise<readonly BundleItem[]> => {
    const { changes } = await keyring.preview(armored)
    return changes.map(({ fingerprint, userIds, effect, details }) => ({
      kind: 'key',
      id: `key ${place} ${fingerprint}`,
      effect: effect === 'unchanged' ? 'same' : effect === 'updated' ? 'updates' : 'new',
      fingerprint,
      userIds,
      details,
    }))
  }
  const decisionItem = (
    decision: BundleContent['decisions'][number],
    names: ReadonlyMap<string, readonly string[]>,
  ): BundleItem => {
    const before = trust.list().find((known) => sameScope(known, decision)) ?? null
    const { fingerprint } = decision
    return {
      kind: 'decision',
      id: `decision ${fingerprint} ${JSON.stringify(decision.scope)}`,
      effect: before === null ? 'new' : before.kind === decision.kind ? 'same' : 'replaces',
      decision,
      userIds: keyring.has(fingerprint) ? keyring.userIds(fingerprint) : (names.get(fingerprint) ?? []),
      before,
    }
  }
  const policyItem = (policy: PolicyRules): BundleItem => {
    const namespace = policy.namespace === null ? null : plainNamespace(policy.namespace)
    const before = admission.policies.list().find((known) => known.namespace === namespace && known.madeAt !== null)
    const rules = { ...policy, namespace }
    return {
      kind: 'policy',
      id: `policy ${namespace ?? ''}`,
      effect: before === undefined ? 'new' : sameRules(before, rules) ? 'same' : 'replaces',
      policy: rules,
      before: before ?? null,
    }
  }

  const reading = async (
    material: Material,
  ): Promise<{ readonly shown: BundleReading; readonly content: BundleContent }> => {
    const bytes = await bytesOf(material)
    const { content, signer } = await checkBundle(bytes, { trust, find: keyring.find, isOwn: keyring.isOwn }, clock())
    const keys = (await Promise.all(content.keys.map(keyItem))).flat()
    const names = new Map(
      keys.flatMap((item) => (item.kind === 'key' ? [[item.fingerprint, item.userIds] as const] : [])),
    )
    const items = [
      ...keys,
      ...content.decisions.map((decision) => decisionItem(decision, names)),
      ...content.policies.map(policyItem),
    ]
    const unique = [...new Map(items.map((item) => [item.id, item])).values()]
    const digest = createHash('sha256').update(bytes).digest('hex')
    const takenAt = one.get(content.name, signer.fingerprint)?.taken_at ?? null
    return { content, shown: { name: content.name, madeAt: content.madeAt, signer, items: unique, digest, takenAt } }
  }

  const take = async (item: BundleItem, content: BundleContent, signer: string): Promise<void> => {
    switch (item.kind) {
      case 'key': {
        const armored = content.keys[Number(item.id.split(' ')[1])]
        if (armored !== undefined) await keyring.add(armored)
        return
      }
      case 'decision': {
        const { fingerprint, kind, scope } = item.decision
        const how = kind === 'verified' ? 'colleague' : 'notChecked'
        trust.record({ fingerprint, kind, how, scope, note: bundleText.decisionNote(content.name, signer) })
        return
      }
      case 'policy':
        admission.setPolicy(item.policy, { kind: 'bundle', name: content.name, signer })
    }
  }

  return {
    handlers: {
      'trust.exportBundle': async ({ name, key, namespaces }) => {
        const decisions = trust
          .list()
          .filter(({ scope }) => scope.kind !== 'image')
          .map(({ fingerprint, kind, how, scope }) => ({
            fingerprint,
            // What was not checked is not passed on as if it were.
            kind: kind === 'verified' && how === 'notChecked' ? ('accepted' as const) : kind,
            scope,
          }))
        const policies = admission.policies
          .list()
          .filter(({ madeAt, namespace }) => madeAt !== null && (namespace !== null || namespaces === 'all'))
          .map(({ origin: _, madeAt: __, ...rules }) => rules)
        const named = new Set([
          ...decisions.filter(({ kind }) => kind !== 'rejected').map(({ fingerprint }) => fingerprint),
          ...policies.flatMap(({ signers }) => signers ?? []),
          key,
        ])
        const keys = [...named]
          .filter((fingerprint) => keyring.has(fingerprint))
          .map((fingerprint) => keyring.armored(fingerprint))
        const content: BundleContent = { name, madeAt: clock().toISOString(), signer: key, keys, decisions, policies }
        const known = await readKey({ armoredKey: keyring.armored(key) })
        const signer = await openPgpSigner(await needs.ownKeys.unlocked(key).update(known, clock()), clock())
        const bytes = await signer.sign(writeBundleMessage(content))
        return {
          text: `${Buffer.from(bytes).toString('utf8')}\n`,
          keys: keys.length,
          decisions: decisions.length,
          policies: policies.length,
        }
      },
      'trust.readBundle': async ({ material }) => (await reading(material)).shown,
      'trust.takeBundle': async ({ material, digest, items }) => {
        const { shown, content } = await reading(material)
        if (shown.digest !== digest) throw failure('BUNDLE_OTHER')
        const { signer } = shown
        const chosen = shown.items.filter(({ id }) => items.includes(id))
        if (chosen.length !== new Set(items).size) throw failure('BUNDLE_ITEM_UNKNOWN')
        // The signer's own key grants nothing, and without it nobody could check who that is.
        const isSignersKey = chosen.every((item) => item.kind === 'key' && item.fingerprint === signer.fingerprint)
        if (!signer.mayBeTaken && !(signer.standing === 'unknown' && isSignersKey)) {
          throw failure('BUNDLE_SIGNER_NOT_KNOWN', { fingerprint: signer.fingerprint, standing: signer.standing })
        }
        // Keys first: decisions are about them.
        for (const item of chosen) await take(item, content, signer.fingerprint)
        if (signer.mayBeTaken) put.run(content.name, signer.fingerprint, clock().toISOString(), JSON.stringify(content))
        admission.changed()
        return { taken: chosen.length }
      },
      'trust.bundles': () =>
        all.all().map(({ taken_at, bundle_json }): TakenBundle => {
          const content: BundleContent = JSON.parse(bundle_json)
          return {
            name: content.name,
            signer: content.signer,
            signerUserIds: keyring.has(content.signer) ? keyring.userIds(content.signer) : [],
            madeAt: content.madeAt,
            takenAt: taken_at,
            keys: content.keys.length,
            decisions: content.decisions.length,
            policies: content.policies.length,
          }
        }),
    },
  }
}

function sameScope(known: Decision, { fingerprint, scope }: BundleContent['decisions'][number]): boolean {
  if (known.fingerprint !== fingerprint || known.scope.kind !== scope.kind) return false
  if (known.scope.kind !== 'namespace' || scope.kind !== 'namespace') return true
  return plainNamespace(known.scope.namespace) === plainNamespace(scope.namespace)
}

function sameRules(one: PolicyRules, other: PolicyRules): boolean {
  const plain = ({ namespace, signers, changed, other: rest, notSigned, signerChange }: PolicyRules): string =>
    JSON.stringify([namespace, signers && [...signers].sort(), changed, rest, notSigned, signerChange])
  return plain(one) === plain(other)
}

async function bytesOf(material: Material): Promise<Uint8Array> {
  if (material.kind === 'text') return Buffer.from(material.text, 'utf8')
  return readNamedFile(material.path, { mostBytes: mostBundleBytes })
}
