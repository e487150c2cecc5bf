/** What a resident reads, in Chinese and English: written in both, not translated word by word. */

import {
  enCorrections,
  enVisits,
  zhCorrections,
  zhVisits,
  type CorrectionWords,
  type VisitWords,
} from "./words-visits";

export type Words = {
  code: "zh" | "en";
  other: string;
  title: string;
  renews: (seconds: number) => string;
  showIt: string;
  brighter: string;
  stale: string;
  offline: string;
  until: (day: string) => string;
  home: string;
  in: string;
  out: (time: string) => string;
  may: string;
  mayNot: (reason: string) => string;
  mayCome: string;
  mayNotCome: (reason: string) => string;
  again: (time: string) => string;
  left: (left: number, limit: number, days: number) => string;
  notices: string;
  noticesHow: string;
  crossings: string;
  noCrossings: string;
  exit: string;
  entry: string;
  looks: string;
  noLooks: string;
  office: string;
  phones: string;
  own: string;
  linkedAt: (day: string) => string;
  unlink: string;
  unlinkSure: (label: string) => string;
  unlinkOwnSure: string;
  cancel: string;
  lost: string;
  linkTitle: string;
  linkHow: string;
  linkCode: string;
  linkLabel: string;
  linkButton: string;
  linkWait: string;
  linkNote: string;
  call: (phone: string) => string;
  noKeys: string;
  problems: Record<string, string>;
  reasons: Record<string, string>;
  kinds: Record<"household" | "caregiver" | "visitor", string>;
  visits: VisitWords;
  corrections: CorrectionWords;
};

export const zh: Words = {
  code: "zh",
  other: "EN",
  title: "我的通行证",
  renews: (seconds) => `${seconds} 秒后更新`,
  showIt: "请把这个码给卡点看",
  brighter: "看不清？把屏幕调亮。截图没有用，码每 15 秒换一次。",
  stale: "这个码不是最新的，请稍等。",
  offline: "现在没有网络。码照样能用，下面的内容是上次的。",
  until: (day) => `这部手机上的码可用到 ${day}，联网打开就会延长。`,
  home: "家里",
  in: "都在家",
  out: (time) => `有人外出，${time} 起`,
  may: "现在可以外出",
  mayNot: (reason) => `现在不能外出：${reason}`,
  mayCome: "现在可以进来",
  mayNotCome: (reason) => `现在不能进来：${reason}`,
  again: (time) => `${time} 以后可以`,
  left: (left, limit, days) =>
    days === 1 ? `今天还可以外出 ${left} 次（共 ${limit} 次）` : `${days} 天内还可以外出 ${left} 次（共 ${limit} 次）`,
  notices: "有事找您",
  noticesHow: "下次经过卡点时，值守人员会当面告诉您，办好以后这里就不再显示。",
  crossings: "最近进出",
  noCrossings: "还没有进出记录。",
  exit: "外出",
  entry: "回家",
  looks: "谁看过您家的档案",
  noLooks: "没有人打开过。",
  office: "居委会",
  phones: "能出示这张证的手机",
  own: "这部手机",
  linkedAt: (day) => `${day} 绑定`,
  unlink: "解绑",
  unlinkSure: (label) => `解绑“${label}”？它马上就不能再出示通行证。`,
  unlinkOwnSure: "解绑这部手机？要再用，得向居委会要新的绑定码。",
  cancel: "不解绑",
  lost: "手机丢了？在这里解绑，或者马上打电话给居委会。",
  linkTitle: "把通行证放进这部手机",
  linkHow: "向居委会要一个绑定码：八个字母和数字，一小时内有效，只能用一次。",
  linkCode: "绑定码",
  linkLabel: "给这部手机起个名字（可不填）",
  linkButton: "绑定",
  linkWait: "正在绑定…",
  linkNote: "钥匙只存在这部手机里，谁也抄不走。清除浏览器记录会把它删掉。",
  call: (phone) => `打电话 ${phone}`,
  noKeys: "这个浏览器不能保管钥匙。请用手机自带的浏览器，通过 https 打开。",
  problems: {
    offline: "连不上。请检查网络，再试一次。",
    "code.unknown": "没有这个码。请一个一个字母核对。",
    "code.used": "这个码已经用过了。请再要一个。",
    "code.expired": "这个码过期了。请再要一个。",
    "phone.unlinked": "这部手机已经解绑。要再用，请向居委会要新的绑定码。",
    "phone.unknown": "居委会不认识这部手机。请要一个新的绑定码。",
    "phone.too_many": "这张证已经绑了六部手机。请先解绑一部。",
    "pass.revoked": "这张通行证已经停用。请打电话给居委会。",
    "household.gone": "名册上您家已经搬走。要是弄错了，请打电话给居委会。",
    "access.too_many_attempts": "试得太快了。请过几分钟再试。",
    "access.forbidden": "只有家庭证的手机可以办这件事。",
    "visitor.closed": "现在不接待来访，医生、护士除外。",
    "household.in_observation": "您家正在居家观察，除了医生、护士，谁也不能来。",
    "visit.too_many": "已经登记了 5 次来访。请先取消一次，或者等一次过去。",
    "visit.ask_office": "这次来访要居委会先看一下。请打电话给居委会。",
    "visit.over": "这次来访已经过去了。",
    "correction.too_many": "已经有 3 件在等答复。居委会答复以后再写。",
    conflict: "情况已经变了，请看最新的内容。",
    not_found: "已经没有了，请看最新的内容。",
    "input.invalid": "写的内容不能用。请改一下再试。",
    unexpected: "没有成功。请再试一次，不行就打电话给居委会。",
  },
  reasons: {
    "quota.used": "这几天的次数用完了",
    "pass.outside_hours": "不在这张证的日子或时段",
    "quota.sealed": "现在全部不能外出",
    "closure.night": "夜间封闭",
    "household.in_observation": "正在居家观察",
    "household.restricted": "居委会要求暂时不外出",
    "household.gone": "名册上已经搬走",
    "pass.expired": "通行证到期了",
    "pass.revoked": "通行证已经停用",
    other: "请打电话给居委会",
  },
  kinds: { household: "家庭证", caregiver: "照护证", visitor: "访客证" },
  visits: zhVisits,
  corrections: zhCorrections,
};

export const en: Words = {
  code: "en",
  other: "中文",
  title: "My pass",
  renews: (seconds) => `renews in ${seconds} s`,
  showIt: "Show this code at the gate",
  brighter: "Hard to read? Turn the screen up. A screenshot is no use: the code changes every 15 s.",
  stale: "This code is not the newest. One moment.",
  offline: "No network. The code works all the same; what stands below is from last time.",
  until: (day) => `Good on this phone until ${day}; opening it online makes it longer.`,
  home: "Home",
  in: "everybody is in",
  out: (time) => `somebody is out, since ${time}`,
  may: "You may go out now",
  mayNot: (reason) => `Not now: ${reason}`,
  mayCome: "You may come in now",
  mayNotCome: (reason) => `Not now: ${reason}`,
  again: (time) => `possible from ${time}`,
  left: (left, limit, days) =>
    days === 1
      ? `${left} of ${limit} outings left today`
      : `${left} of ${limit} outings left in ${days} days`,
  notices: "For you",
  noticesHow: "The guard tells you at your next passage; once it is settled it goes away here.",
  crossings: "Lately, in and out",
  noCrossings: "Nothing yet.",
  exit: "out",
  entry: "home",
  looks: "Who opened your household's file",
  noLooks: "Nobody has.",
  office: "The office",
  phones: "Phones that show this pass",
  own: "this phone",
  linkedAt: (day) => `linked ${day}`,
  unlink: "Unlink",
  unlinkSure: (label) => `Unlink “${label}”? It can't show the pass from that moment.`,
  unlinkOwnSure: "Unlink this phone? To use it again you need a new code from the office.",
  cancel: "Keep it",
  lost: "Lost a phone? Unlink it here, or call the office at once.",
  linkTitle: "Put your pass on this phone",
  linkHow: "Ask the office for a code: eight letters and digits, good for an hour and once.",
  linkCode: "Code",
  linkLabel: "A name for this phone (if you like)",
  linkButton: "Link",
  linkWait: "Linking…",
  linkNote: "The key stays in this phone, nobody can copy it. Clearing the browser deletes it.",
  call: (phone) => `Call ${phone}`,
  noKeys: "This browser can't keep a key. Open the page over https in your phone's own browser.",
  problems: {
    offline: "No connection. Check the network and try again.",
    "code.unknown": "There is no such code. Check it letter by letter.",
    "code.used": "This code was used already. Ask for another.",
    "code.expired": "This code has expired. Ask for another.",
    "phone.unlinked": "This phone was unlinked. To use it again, ask the office for a new code.",
    "phone.unknown": "The office does not know this phone. Ask for a new code.",
    "phone.too_many": "This pass is on six phones already. Unlink one first.",
    "pass.revoked": "This pass was stopped. Please call the office.",
    "household.gone": "The list says you have moved out. If that is wrong, call the office.",
    "access.too_many_attempts": "Too many tries. Wait a few minutes.",
    "access.forbidden": "Only a phone with the household's own pass can do this.",
    "visitor.closed": "No visitors are let in at present, but for doctors and nurses.",
    "household.in_observation":
      "Your household is under home observation: nobody but doctors and nurses may come.",
    "visit.too_many": "Five visits are planned already. Cancel one, or wait until one is over.",
    "visit.ask_office": "The office has to look at this visit first. Please call them.",
    "visit.over": "This visit is over.",
    "correction.too_many": "Three of yours wait already. The office answers them first.",
    conflict: "Things have changed meanwhile. Look at the page again.",
    not_found: "It is not there any more. Look at the page again.",
    "input.invalid": "This can't be taken as it is. Change it and try again.",
    unexpected: "That did not work. Try again, or call the office.",
  },
  reasons: {
    "quota.used": "the outings of these days are used up",
    "pass.outside_hours": "your pass is not good at this hour, or on this day",
    "quota.sealed": "nobody goes out at present",
    "closure.night": "the gates are closed for the night",
    "household.in_observation": "you are under home observation",
    "household.restricted": "the office asks you to stay in for now",
    "household.gone": "the list says you have moved out",
    "pass.expired": "the pass has run out",
    "pass.revoked": "the pass was stopped",
    other: "please call the office",
  },
  kinds: { household: "Household pass", caregiver: "Caregiver pass", visitor: "Visitor pass" },
  visits: enVisits,
  corrections: enCorrections,
};
