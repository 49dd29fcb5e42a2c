import type { ErrorText } from './entry.ts'

/** What can go wrong with registries. `{host}` is the registry as references name it, `{path}` a repository. */
export const ociErrors = {
  REGISTRY_NOT_A_REGISTRY: {
    area: 'oci',
    kind: 'malformed',
    message: '{host} does not answer like a registry.',
    hint: 'Check the host and the port. A registry of your own without encryption must be marked as insecure.',
  },
  REGISTRY_HOST_MALFORMED: {
    area: 'oci',
    kind: 'wrongUsage',
    message: '“{host}” is not the host of a registry.',
    hint: 'Write it like ghcr.io or registry.example.org:5000, without a path.',
  },
  REGISTRY_NOT_FOUND: {
    area: 'oci',
    kind: 'notFound',
    message: 'The registry {host} is not among those set up here.',
    hint: 'The command `sif-desktop registry list` shows them.',
  },
  REGISTRY_LOGIN_NEEDED: {
    area: 'oci',
    kind: 'notPermitted',
    message: '{host} wants a login for {path}, or does not have it.',
    hint: 'Check the spelling, or log in: sif-desktop registry login {host}',
  },
  REGISTRY_LOGIN_REFUSED: {
    area: 'oci',
    kind: 'notPermitted',
    message: '{host} does not accept this user name and password.',
    hint: 'Many registries want an access token in place of the password. Check whether it has expired.',
  },
  REGISTRY_LOGIN_ELSEWHERE: {
    area: 'oci',
    kind: 'conflict',
    message: 'The login for {host} is kept by another program in {path}, which is only read here.',
    hint: 'Log out with that program.',
  },
  REGISTRY_LOGIN_UNKNOWN: {
    area: 'oci',
    kind: 'unsupported',
    message: '{host} wants a login of a kind that is not known here.',
    hint: 'Registries with user names, passwords and tokens can be used.',
  },
  REGISTRY_LOGIN_MALFORMED: {
    area: 'oci',
    kind: 'wrongUsage',
    message: 'A login has a user name without a colon, and a password, neither with control characters.',
    hint: 'A password file holds the password and nothing else.',
  },
  REGISTRY_DENIED: {
    area: 'oci',
    kind: 'notPermitted',
    message: 'Your account at {host} may not do this with {path}.',
    hint: 'Ask the owner of {path}, or log in with another account.',
  },
  REGISTRY_REALM_REFUSED: {
    area: 'oci',
    kind: 'notPermitted',
    message: '{host} wants the login to be sent to {target}, which was not done: {reason}.',
    hint: 'Tell who runs {host}.',
  },
  REGISTRY_FILE_UNREADABLE: {
    area: 'oci',
    kind: 'malformed',
    message: '{path} is not a file of logins as Docker writes it.',
    hint: 'It is JSON with a member “auths”.',
  },
  REGISTRY_CATALOG_NOT_OFFERED: {
    area: 'oci',
    kind: 'unsupported',
    message: '{host} does not tell which repositories it has.',
    hint: 'Name a repository: its tags can be listed.',
  },
  CREDENTIAL_HELPER_FAILED: {
    area: 'oci',
    kind: 'notPermitted',
    message: 'The program {helper}, which keeps the login for {host}, did not give it: {reason}.',
    hint: 'Log in here instead: sif-desktop registry login {host}',
  },
  MANIFEST_MALFORMED: {
    area: 'oci',
    kind: 'malformed',
    message: '{host} answered a manifest that breaks the rules, so it was not used.',
    hint: 'Tell who pushed the image. Another tag may be sound.',
  },
  MANIFEST_SCHEMA_OLD: {
    area: 'oci',
    kind: 'unsupported',
    message:
      'This image is in the first format of Docker, which was given up in 2017: its layers have no sure digests.',
    hint: 'Ask its owner to push it again with a program of today, or choose another tag.',
  },
  PULL_LIMIT_REACHED: {
    area: 'oci',
    kind: 'offline',
    message: '{host} allows no more pulls for now.',
    hint: 'Log in to be counted by yourself, use a mirror, or come back later.',
  },
  NOT_A_SIF_ARTIFACT: {
    area: 'oci',
    kind: 'wrongUsage',
    message: '{reference} is no SIF image: {what}.',
    hint: 'A container image is fetched and converted with docker:// in place of oras://.',
  },
  IS_A_SIF_ARTIFACT: {
    area: 'oci',
    kind: 'wrongUsage',
    message: '{reference} is a SIF image already, so there is nothing to convert.',
    hint: 'Fetch it as it is, with oras:// in place of docker://.',
  },
  REGISTRY_REFUSED_BLOB: {
    area: 'oci',
    kind: 'changedUnderneath',
    message: 'What arrived at {host} is not what was to be sent, so it was not kept there.',
    hint: 'The file may have changed meanwhile. Push again.',
  },
  PUSH_UPLOAD_LOST: {
    area: 'oci',
    kind: 'offline',
    message: '{host} lost the upload before it was complete.',
    hint: 'Try again; what {host} already has is not sent twice.',
  },
} as const satisfies Record<string, ErrorText>
