"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const words = data.words;
  const go = find("go");
  const muscles = [...document.querySelectorAll(".muscle")];
  document.documentElement.classList.add("js");
  find("bar").hidden = find("switches").hidden = false;
  // one view at a time, named by the address, so that "back" works
  const views = { muscles: ["muscles"], after: ["after", "not"], help: ["help"], not: ["not"] };
  const during = ["first", "hold", "question", "not"];
  let last = data.open;
  const show = () => {
    let name = location.hash.slice(1) || data.open || "muscles";
    if (muscles.some((muscle) => muscle.id === name)) {
      if (name !== last) {
        stop();
        first = null;
      }
      last = name;
    } else if (!views[name]) name = last || "muscles";
    const seen = views[name] || [name, ...during];
    for (const section of document.querySelectorAll("main > section")) section.classList.toggle("on", seen.includes(section.id));
    if (views[name]) pause();
    scrollTo(0, 0);
  };
  const choose = (muscle, article) => {
    for (const other of muscle.querySelectorAll(".way")) other.classList.toggle("on", other === article);
    for (const button of muscle.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.way === article));
  };
  for (const muscle of muscles) {
    const articles = [...muscle.querySelectorAll(".way")];
    for (const article of articles) {
      // what is said of a place stands once on the paper, and here beside every way there
      if (article.classList.contains("water")) article.prepend(document.querySelector(".at").cloneNode(true));
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = article.querySelector("h3").textContent;
      button.way = article;
      button.onclick = () => choose(muscle, article);
      muscle.querySelector(".ways").append(button);
    }
    choose(muscle, articles.find((article) => article.classList.contains("partner") === data.partner) || articles[0]);
  }
  // what is heard and felt
  const on = { sound: true, voice: "speechSynthesis" in window };
  find("voice").hidden = !on.voice;
  for (const name of ["sound", "voice"]) {
    find(name).onclick = () => {
      on[name] = !on[name];
      find(name).setAttribute("aria-pressed", String(on[name]));
      if (name === "sound") on.sound ? plan_tones() : hush();
      else if (!on.voice) speechSynthesis.cancel();
    };
  }
  const speak = (text) => {
    if (!on.voice) return;
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = document.documentElement.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
  };
  let audio = null;
  let tones = [];
  const hush = () => {
    for (const tone of tones) tone.stop();
    tones = [];
  };
  const tone = (in_s, for_s, pitch_hz, loud) => {
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = pitch_hz;
    volume.gain.value = loud;
    source.connect(volume).connect(audio.destination);
    source.start(audio.currentTime + in_s);
    source.stop(audio.currentTime + in_s + for_s);
    tones.push(source);
  };
  // all tones are handed to the sound card at the start: they come on time while the page sleeps in the dark
  const plan_tones = () => {
    hush();
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (!on.sound || !Audio || since === null) return;
    audio = audio || new Audio();
    audio.resume();
    const gone = elapsed();
    let end = 0;
    for (const part of parts) {
      end += part.seconds;
      if (end > gone) part.hold ? tone(end - gone, 1.5, 520, 0.4) : tone(end - gone, 0.2, 780, 0.4);
    }
    // a hum below hearing keeps the sound going until then
    tone(0, end - gone, 30, 0.01);
  };
  let lock = null;
  const stay_awake = () => {
    if (!("wakeLock" in navigator)) return;
    navigator.wakeLock.request("screen").then((held) => {
      lock = held;
      if (since === null) let_sleep();
    }, () => {});
  };
  const let_sleep = () => {
    if (lock) lock.release();
    lock = null;
  };
  // the timer: what has passed is read from the clock, never counted, so a page that slept is right when it wakes
  const parts = [];
  for (let n = 1; n <= data.repeats; n += 1) {
    if (n > 1) parts.push({ hold: false, n, seconds: data.rest_s });
    parts.push({ hold: true, n, seconds: data.hold_s });
  }
  const counted = [15, 10, 5, 3, 2, 1];
  let since = null;
  // when the first hold began: ten minutes of trying are enough
  let first = null;
  let kept = 0;
  let told = -1;
  let count = null;
  const elapsed = () => kept + (since === null ? 0 : (Date.now() - since) / 1000);
  const now = () => {
    let left = elapsed();
    for (let index = 0; index < parts.length; index += 1) {
      if (left < parts[index].seconds) return { index, left: Math.ceil(parts[index].seconds - left) };
      left -= parts[index].seconds;
    }
    return { index: parts.length, left: 0 };
  };
  const name_of = (part) => (part.hold ? words.hold.replace("{n}", part.n).replace("{all}", data.repeats) : words.rest);
  const write = (id, text) => {
    if (find(id).textContent !== text) find(id).textContent = text;
  };
  const paint = () => {
    const { index, left } = now();
    const done = index === parts.length;
    write("left", String(left));
    write("go", done ? words.again : since !== null ? words.pause : kept ? words.resume : words.start);
    if (since === null && !done) return;
    write("phase", done ? words.done : name_of(parts[index]));
    if (index !== told) {
      told = index;
      write("said", done ? words.done : name_of(parts[index]));
      speak(done ? words.done : parts[index].hold ? words.say_hold : words.say_rest);
      if (navigator.vibrate) navigator.vibrate(done || !parts[index].hold ? 600 : 200);
    } else if (!done && parts[index].hold && left !== count && counted.includes(left)) speak(String(left));
    count = left;
    if (done && since !== null) {
      kept = elapsed();
      since = null;
      let_sleep();
      find("question").scrollIntoView();
    }
  };
  const pause = () => {
    if (since === null) return;
    kept = elapsed();
    since = null;
    hush();
    let_sleep();
    if (on.voice) speechSynthesis.cancel();
    if (now().index < parts.length) {
      write("phase", words.paused);
      write("said", words.paused);
    }
    paint();
  };
  const stop = () => {
    pause();
    kept = 0;
    told = -1;
    paint();
  };
  go.onclick = () => {
    if (since !== null) return pause();
    if (now().index === parts.length) {
      kept = 0;
      told = -1;
    }
    since = Date.now();
    first = first || since;
    plan_tones();
    stay_awake();
    told = kept ? told : -1;
    write("phase", "");
    paint();
  };
  find("not-yet").onclick = (event) => {
    event.preventDefault();
    stop();
    const long = first !== null && Date.now() - first > 1000 * data.longest_s;
    const said = long ? words.too_long : words.not_yet;
    write("phase", said);
    write("said", said);
    speak(said);
    if (long) location.hash = "help";
    scrollTo(0, 0);
    go.focus({ preventScroll: true });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    paint();
    if (since !== null) stay_awake();
  });
  addEventListener("hashchange", show);
  addEventListener("load", () => scrollTo(0, 0));
  setInterval(paint, 200);
  show();
  paint();
})();
