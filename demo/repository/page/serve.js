// Shows the page on this machine: node page/serve.js, then http://127.0.0.1:4173/
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";

const FILES = new Map([
  ["/", ["index.html", "text/html; charset=utf-8"]],
  ["/style.css", ["style.css", "text/css; charset=utf-8"]],
]);
const port = Number(process.env.PORT ?? 4173);

createServer((request, response) => {
  const [name, type] = FILES.get(request.url) ?? [];
  const file = name && new URL(name, import.meta.url);
  if (!file || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": type });
  createReadStream(file).pipe(response);
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
