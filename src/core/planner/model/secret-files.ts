// Which files of a repository are never shown to a model, not even by name, because their names say that they hold secrets. It is
// one of three fences: ignored files are not listed at all, and what is read is redacted.

const secretNames =
  /(?:^|\/)(?:\.env(?:\..*)?|\.envrc|\.npmrc|\.pypirc|\.netrc|_netrc|\.git-credentials|\.htpasswd|\.dockercfg|id_(?:rsa|dsa|ecdsa|ed25519)(?:\..*)?|kubeconfig|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfstate|tfvars|asc|gpg|age)|(?:.*[-_.])?(?:secrets?|credentials?|passwords?)(?:\.(?:json|ya?ml|toml|ini|txt|properties|env))?|service[-_]?account.*\.json)$/i;
const secretFolders = /(?:^|\/)(?:\.ssh|\.aws|\.gnupg|\.kube|\.docker|secrets?|credentials)\//i;

export function isSecretFile(path: string): boolean {
  return secretNames.test(path) || secretFolders.test(path);
}
