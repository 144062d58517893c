"use strict";
const moment = new Intl.DateTimeFormat("zh-CN", {dateStyle: "long", timeStyle: "medium"});
const byId = id => document.getElementById(id);

function line(list, term, value) {
  if (value) {
    list.append(Object.assign(document.createElement("dt"), {textContent: term}),
        Object.assign(document.createElement("dd"), {textContent: value}));
  }
}

function show(valid, zh, en) {
  byId("result").hidden = false;
  byId("result").className = valid ? "valid" : "invalid";
  byId("summary").textContent = zh;
  byId("summary-en").textContent = en;
  byId("details").replaceChildren();
  byId("findings").replaceChildren();
  byId("state").hidden = !valid;
}

function report(answer) {
  show(answer.valid, answer.summaryZh, answer.summaryEn);
  const details = answer.details || {};
  const list = byId("details");
  line(list, "印章 / Seal", details.sealName);
  line(list, "印章编号 / Number", details.sealId);
  line(list, "制章者 / Maker", details.maker);
  line(list, "签章者 / Signer", answer.signerName);
  line(list, "签章时间 / Sealed at", answer.signingTime && moment.format(new Date(answer.signingTime)));
  line(list, "时间戳 / Time-stamp", details.timeStamp && moment.format(new Date(details.timeStamp)));
  line(list, "形式 / Form", details.form);
  line(list, "摘要 / SM3", details.dataHash);
  for (const finding of answer.findings) {
    byId("findings").append(Object.assign(document.createElement("li"), {textContent: finding.messageZh + " / " + finding.messageEn}));
  }
}

// an answer to a file chosen before the present one is not shown
let asked = 0;

async function verify(file) {
  const mine = ++asked;
  show(false, "正在验证…", "Verifying…");
  byId("result").className = "";
  try {
    const answer = await fetch("/verify/files", {method: "POST", headers: {"Content-Type": "application/octet-stream"}, body: file});
    const body = await answer.json();
    if (mine !== asked) {
      return;
    }
    if (answer.ok) {
      report(body);
    } else {
      show(false, "未能验证：" + (body.detail || body.title || answer.status), "Not verified");
    }
  } catch (failure) {
    if (mine === asked) {
      show(false, "未能验证：无法连接", "Not verified: no connection");
    }
  }
}

// the same file once more, after a lost connection, is a change as well
byId("file").addEventListener("click", event => {
  event.target.value = "";
  asked++;
  byId("result").hidden = true;
});
byId("file").addEventListener("change", event => {
  if (event.target.files.length === 1) {
    verify(event.target.files[0]);
  }
});
