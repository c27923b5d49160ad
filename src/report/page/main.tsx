import { render } from "preact";
import "./page.css";
import { App } from "./app.tsx";
import { readPageData } from "./page-data.ts";

const root = document.querySelector("#app");
if (root !== null) {
  const data = await readPageData();
  root.replaceChildren();
  render(<App data={data} />, root);
}
