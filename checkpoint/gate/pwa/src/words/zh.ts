/** 中文。写给站岗的人看，也念给居民听：短、清楚、客气。 */

import { reasons } from "./reasons.zh";
import { vehicles, visits } from "./visitors.zh";

export const zh = {
  code: "zh",
  html: "zh-CN",
  product: "卡点",
  otherName: "English",

  strip: {
    unsent: (count: number) => `待传 ${count}`,
    aside: (count: number) => `搁置 ${count}`,
    heard: (age: string) => `名册 ${age}`,
    menu: "菜单",
    offline: "未联网",
    unkept: "没有存上！请再按一次。还不行，请用纸笔记下，并打电话给居委会。",
    clockOff: (by: string) => `本机时钟差了 ${by}，请校准`,
    guard: (name: string) => `当班：${name}`,
    spaceLow: (megabytes: number, unsent: number) =>
      `存储快满了，只剩 ${megabytes} MB。请腾出空间${unsent ? `，并尽快联网上传这 ${unsent} 条` : ""}。`,
    joinedAlready: (gate: string) =>
      `这部手机已经在${gate}上岗。要换门，请工作人员在“设备”页面里换。`,
  },
  age: {
    now: "刚刚",
    minutes: (count: number) => `${count} 分钟前`,
    hours: (count: number) => `${count} 小时前`,
    days: (count: number) => `${count} 天前`,
    never: "从未同步",
  },
  span: (hours: number, minutes: number) =>
    [hours && `${hours} 小时`, minutes ? `${minutes} ${hours ? "分" : "分钟"}` : !hours && "0 分钟"]
      .filter(Boolean)
      .join(" "),
  yesterday: (time: string) => `昨天 ${time}`,
  /** 将来的时刻：今天几点、明天几点、周几几点。 */
  ahead: {
    today: (time: string) => time,
    tomorrow: (time: string) => `明天 ${time}`,
    later: (day: string, time: string) => `${day} ${time}`,
  },

  direction: { exit: "出", entry: "进", label: "方向" },
  went: { exit: "外出", entry: "回家" },
  party: {
    label: "人数",
    people: (count: number) => `${count} 人`,
    more: "多一人",
    fewer: "少一人",
    children: (count: number) => `孩子 ${count}`,
    childrenLabel: "其中孩子",
    moreChildren: "多一个孩子",
    fewerChildren: "少一个孩子",
  },
  door: {
    whole: (building: string, unit: string, room: string) =>
      [suffixed(building, "号楼"), suffixed(unit, "单元"), room].filter(Boolean).join(" "),
    short: (building: string, unit: string, room: string) =>
      `${suffixed(building, "号楼")} ${unit ? `${unit}-${room}` : room}`,
    building: (building: string) => suffixed(building, "号楼"),
    unit: (unit: string) => (unit ? suffixed(unit, "单元") : "不分单元"),
  },
  household: {
    name: (name: string) => `${name} 一家`,
    members: (count: number) => `${count} 口人`,
    holder: (name: string) => `持证人 ${name}，请核对本人证件`,
    waiting: "正在核对…",
  },
  kind: { household: "家庭证", caregiver: "照护证", visitor: "来访证" },

  scan: {
    title: "扫码",
    hint: "把卡上的码放进框里",
    torch: "手电",
    torchOn: "关手电",
    lookup: "查住户",
    emergency: "紧急放行",
    recent: "刚才",
    none: "还没有人经过。扫第一张卡，这里就有了。",
    done: "已记录",
    released: "已放行，已记录",
    noted: "已记下",
    refused: "未放行",
  },
  camera: {
    starting: "正在打开摄像头…",
    denied: {
      title: "没有摄像头权限",
      body: "点地址栏左边的图标，允许使用摄像头，然后重试。也可以先查住户，或者用扫码枪。",
    },
    absent: { title: "没有找到摄像头", body: "请用扫码枪，或者按证号、房号查住户。" },
    busy: { title: "摄像头被占用", body: "关掉别的正在用摄像头的程序，然后重试。" },
    insecure: {
      title: "这个网址不安全，不能用摄像头",
      body: "请用 https 开头的网址打开，按入网页面的步骤信任证书。扫码枪和查住户照常可用。",
    },
    failed: { title: "摄像头停了", body: "请重试。还不行，就用扫码枪或者查住户。" },
    off: { title: "摄像头已关闭", body: "点一下，重新打开。" },
    retry: "重试",
  },

  verdict: {
    measure: "量体温",
    record: "登记回家",
    recordAnyway: "仍然记录",
    again: "再量一次",
    gotIt: "知道了",
    urgent: "有急事",
    lookup: "查住户",
    back: "返回",
    call: "打电话",
    say: "对居民说",
    notices: "转告这户",
    quote: (text: string) => `“${text}”`,
    emergency: "紧急放行",
    /** 什么时候再来。 */
    next: { exit: (when: string) => `下次可外出 **${when}**`, entry: (when: string) => `**${when}** 以后可以` },
    also: (reasons: string) => `还有：${reasons}`,
    newest: (card: number) => `卡上须印着**第 ${card} 张卡**（Card ${card}），更早的卡已作废。`,
    outcome: { admit: "放行", refuse: "不放行", ask: "请核对" },
  },
  reasons,
  visits,
  vehicles,

  exempt: {
    label: "有这些事，可以放行",
    medical: "看病",
    duty: "上岗",
    essential_work: "必要工作",
  },

  hold: {
    title: "等复测",
    waits: (left: string) => `还要歇 **${left}**`,
    ready: "可以再量了",
    again: (at: string) => `${at} 再量`,
    next: "请他等着，下一位",
    measure: "再量一次",
    wentHome: "回家了",
  },

  instrument: {
    which: "用哪一支体温计？",
    other: "第二次用哪一支体温计？",
    label: "体温计",
    used: "刚用过",
    corrected: (name: string, offset: string, tenths: string) => `${name} ${offset}，按 **${tenths}** 算`,
    raw: (shown: string) => `实显 ${shown}`,
  },

  rules: {
    label: "规则",
    ahead: (when: string, what: string) => `${when} 起：${what}`,
    version: (version: number, what: string) => (version ? `第 ${version} 版 · ${what}` : what),
    open: "外出不限次数",
    sealed: "全封闭，各家不外出",
    outings: (limit: number, days: number) =>
      days === 1 ? `每户一天 ${limit} 次` : `每户 ${days} 天 ${limit} 次`,
    people: (count: number) => `一次 ${count} 人`,
    closure: (from: string, to: string) => `${from}–${to} 夜间封闭`,
  },

  keypad: {
    title: "体温",
    start: "直接按三个数字，比如 3 6 5",
    normal: "正常，马上记录",
    fever: "偏高",
    cold: "偏低",
    record: "记录",
    back: "删除",
    cancel: "返回",
    skip: "没有体温计",
    unit: "°C",
    digit: (digit: string) => `数字 ${digit}`,
  },
  problems: {
    "reading.out_of_range": (shown: string) => `${shown} 不像体温。请看清楚再按一次（30.0–43.0）`,
    "reading.not_a_figure": () => "还没有按完。比如 36.5，按 3 6 5",
    "reading.letters": () => "这里只要数字。比如 36.5，按 3 6 5",
  },

  override: {
    title: "为什么放行？",
    hint: "选一个原因，马上记录并放行。工作人员当天会看到。",
    medical: "就医",
    duty: "上岗、公务",
    other: "其他急事",
    emergency: "紧急（火灾、急救）",
    note: "说明（可以不写）",
    back: "返回",
  },

  lookup: {
    title: "查住户",
    byAddress: "按房号",
    byNumber: "按证号",
    building: "哪一栋？",
    unit: "哪个单元？",
    room: "哪一户？",
    back: "返回",
    number: "卡上的九位数字",
    clear: "清空",
    empty: "名册里还没有住户。",
    outside: "在外",
    // 幺, not 一: at a noisy gate 一 and 七 sound alike.
    aloud: (groups: readonly string[]) =>
      groups.map((group) => [...group].map((digit) => "零幺二三四五六七八九"[Number(digit)]).join("")).join("，"),
    closed: (until: string) => `已有 5 个证号查无此证，**${until}**起才能再按证号查。`,
    meanwhile: "照常扫码，或按房号查。",
    problems: {
      "number.empty": "请输入卡上的九位数字，比如 0318-4402-1。",
      "number.malformed": "证号是九位数字，比如 0318-4402-1。",
      "number.check_digit": "有一位不对，请和卡上再对一遍。",
    },
  },

  join: {
    title: "让这部手机上岗",
    lead: "加入一次，有网没网都能用。",
    steps: [
      "请工作人员在电脑上打开“卡点与设备”，在您的门旁边点“添加手机”。",
      "十分钟之内扫那里的二维码，或者输入下面的十位加入码。",
    ] as readonly string[],
    code: "加入码",
    look: "扫二维码",
    looking: "对准电脑上的二维码。",
    lookOver: "改为输入",
    name: "设备名",
    nameHint: "给别人看的，比如“北门红色手机”",
    submit: "加入卡点",
    busy: "正在加入…",
    unsent: (count: number) => `这部手机上还有 ${count} 条没有上传，加入后自动上传，不会丢。`,
    problems: {
      "code.malformed": "加入码是十位字母和数字，比如 7K3QF-M29XA。请再看一遍。",
      "code.unknown": "没有这个加入码。请和电脑上的再对一遍。",
      "code.used": "这个加入码已经用过了，每个只能用一次。请工作人员再出一个。",
      "code.expired": "这个加入码过期了，它只管十分钟。请工作人员再出一个。",
      "code.foreign": "这不是加入卡点的二维码。请对准“卡点与设备”里新出的那个。",
      busy: "试得太多了。请等一分钟再试。",
      unreachable: "连不上服务器。请看看网络，然后再试。",
      unwelcome: "这部手机需要重新加入。没上传的记录都还在，加入后自动上传。",
      revoked: "办公室已停用这部手机。记录已交齐，名册已删除。要再上岗，请用新的加入码。",
    },
    storage: "浏览器不让保存记录，不能上岗。请退出无痕模式，或者腾出空间。",
    devicePlatform: {
      android: "安卓手机",
      iphone: "苹果手机",
      ipad: "平板",
      computer: "电脑",
    },
  },

  signOn: {
    title: "谁在岗？",
    nobody: "还没有人能在这里上岗。请工作人员在“人员”页面给站岗的人设 PIN 码，或者运行 checkpoint staff pin。",
    pin: "输入您的六位 PIN 码",
    typed: (count: number) => `已输入 ${count} 位`,
    wrong: "PIN 码不对，请再输一次",
    wait: (left: string) => `错了太多次，请等 ${left}`,
    over: "换人",
  },

  undo: {
    button: "撤销",
    done: "已撤销",
  },

  light: {
    office: "刚刚与居委会核对过",
    own: (age: string) => `本机按${spaced(age)}的名册判定`,
    offline: (age: string) => `未联网，本机按${spaced(age)}的名册判定`,
    old: (said: string) => `${said}。名册太旧，拿不准就打电话。`,
  },

  lapsed: {
    title: "名册已经删除",
    body: "这部手机太久没有联网。为了保护住户，名册到期自动删除。连上网络，马上自动恢复。",
    unsent: (count: number) => `还有 ${count} 条没有上传，一条也不会丢。`,
  },

  handingOver: {
    title: "这部手机已停用",
    body: "办公室停用了它。名册已经删除，不能再判定。请用别的手机，或者用纸笔登记。",
    unsent: (count: number) => `正在交出没有上传的 ${count} 条，请不要关机。`,
    sent: "记录已经交齐。",
    offline: "现在连不上网，连上以后自动继续。",
  },

  menu: {
    title: "菜单",
    close: "关闭",
    language: "语言",
    voice: "语音播报",
    on: "开",
    off: "关",
    torch: "手电",
    camera: "摄像头",
    cameraName: (label: string) => (/^\d+$/.test(label) ? `摄像头 ${label}` : label),
    knowledge: "名册",
    knowledgeOf: (households: number, age: string) => `${households} 户 · ${age}`,
    unsent: "待上传",
    unsentNone: "全部上传了",
    unsentSome: (count: number) => `${count} 条，联网后自动上传`,
    aside: "搁置的记录",
    asideNone: "没有",
    asideHint: "这些记录没能直接入账，已经搁置，等工作人员处理。这部设备上也留着。",
    storage: "存储",
    storageKept: "浏览器承诺保留",
    storageLoose: "空间不够时浏览器可能清理，请及时上传",
    version: "版本",
    update: "有新版本，空闲时自动更新",
    updateNow: "现在更新",
    guard: (name: string) => `当班：${name}`,
    signOff: "下岗、换人",
    leave: "让手机退出",
    leaveSure: (count: number) =>
      "退出以后，要有新的加入码才能再上岗。" +
      (count ? `还有 ${count} 条没有上传，它们留在这部手机上，再加入时才上传。` : ""),
    leaveAnyway: "确定退出",
    stay: "不退出",
    device: "设备",
  },

  starting: { title: "正在取名册…", slow: "还没有名册。连上网络后自动取得。", retry: "重试" },
};

/** Between Chinese and a figure there is a little air. */
function spaced(text: string): string {
  return /^\d/.test(text) ? ` ${text}` : text;
}

function suffixed(part: string, suffix: string): string {
  return /[0-9A-Za-z]$/.test(part) ? `${part}${suffix}` : part;
}
