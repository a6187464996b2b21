// @ts-check
// Where the secrets of a scope are in the API.

/**
 * @param {string} repository its name, or nothing for the whole installation
 * @param {string} [secret]
 * @returns {string} the path below /api/v1
 */
export function secretsPath(repository, secret) {
  const scope = repository === "" ? "/secrets" : `/repositories/${encodeURIComponent(repository)}/secrets`;
  return secret === undefined ? scope : `${scope}/${encodeURIComponent(secret)}`;
}
