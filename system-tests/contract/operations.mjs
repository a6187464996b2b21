// Takes the operations that we use out of GitHub's description of its API, with all that they refer to: the whole takes a minute to load.
//
//   node operations.mjs <description> <result>
import { readFileSync, writeFileSync } from 'node:fs';

const USED = {
    '/app': ['get'],
    '/app/installations': ['get'],
    '/app/installations/{installation_id}': ['get'],
    '/app/installations/{installation_id}/access_tokens': ['post'],
    '/applications/{client_id}/token': ['delete'],
    '/installation/repositories': ['get'],
    '/orgs/{org}/members/{username}': ['get'],
    '/repos/{owner}/{repo}': ['get'],
    '/repos/{owner}/{repo}/branches': ['get'],
    '/repos/{owner}/{repo}/branches/{branch}': ['get'],
    '/repos/{owner}/{repo}/commits/{ref}/check-suites': ['get'],
    '/repos/{owner}/{repo}/commits/{ref}/status': ['get'],
    '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
    '/repos/{owner}/{repo}/issues/{issue_number}/labels': ['post'],
    '/repos/{owner}/{repo}/pulls': ['get', 'post'],
    '/repos/{owner}/{repo}/pulls/{pull_number}': ['get', 'patch'],
    '/user': ['get'],
    '/user/emails': ['get'],
    '/user/installations': ['get'],
    '/user/orgs': ['get'],
};

const [, , from, to] = process.argv;
const all = JSON.parse(readFileSync(from, 'utf8'));
const few = { openapi: all.openapi, info: all.info, paths: {}, components: {} };

function keep(node) {
    if (Array.isArray(node)) return node.forEach(keep);
    if (node === null || typeof node !== 'object') return;
    if (typeof node.$ref === 'string') keepReferred(node.$ref);
    Object.values(node).forEach(keep);
}

function keepReferred(reference) {
    const [kind, name] = reference.split('/').slice(2);
    few.components[kind] ??= {};
    if (few.components[kind][name]) return;
    few.components[kind][name] = all.components[kind][name];
    // Examples are not held against anything, and they are most of the file.
    if (kind !== 'examples') keep(all.components[kind][name]);
}

function withoutExamples(node) {
    if (Array.isArray(node)) return node.map(withoutExamples);
    if (node === null || typeof node !== 'object') return node;
    const kept = Object.entries(node).filter(([name, value]) => !(name === 'examples' && typeof value === 'object' && !Array.isArray(value)));
    return Object.fromEntries(kept.map(([name, value]) => [name, withoutExamples(value)]));
}

function described(parameter) {
    return parameter.$ref ? all.components.parameters[parameter.$ref.split('/').pop()] : parameter;
}

for (const [path, methods] of Object.entries(USED)) {
    const described = all.paths[path];
    if (!described) throw new Error(`${path} is not described`);
    few.paths[path] = Object.fromEntries(methods.map((method) => [method, withoutExamples(described[method])]));
    if (described.parameters) few.paths[path].parameters = described.parameters;
}

// A reference and a branch may have slashes, which the description has no word for and Prism takes for other paths: the same operation for two to four parts.
for (const [path, name] of [['/repos/{owner}/{repo}/git/ref/{ref}', 'ref'], ['/repos/{owner}/{repo}/branches/{branch}', 'branch']]) {
    for (const count of [2, 3, 4]) {
        const parts = Array.from({ length: count }, (_, index) => `${name}${index}`);
        const operation = structuredClone(few.paths[path].get);
        operation.operationId += `/${count}`;
        operation.parameters = operation.parameters.filter((parameter) => described(parameter).name !== name)
            .concat(parts.map((part) => ({ name: part, in: 'path', required: true, schema: { type: 'string' } })));
        few.paths[path.replace(`{${name}}`, parts.map((part) => `{${part}}`).join('/'))] = { get: operation };
    }
}
keep(few.paths);
writeFileSync(to, JSON.stringify(few));
