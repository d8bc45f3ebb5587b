// Plays a playlist with hls.js and writes down everything that a viewer would notice.
"use strict";

const video = document.querySelector("video");
const events = []; // what happened: { name, time, ahead, ... }, in seconds of the video
const frames = []; // what was seen: { time, width, darkest }
const beeps = []; // what was heard, on the clock of the sound
const clocks = []; // what the clocks said at the same instant: { sound, video }
let broken = false; // by an error that hls.js does not get over
let hls;

// Seconds that can be played from here on without another byte.
function ahead() {
  const { buffered, currentTime } = video;
  for (let i = 0; i < buffered.length; i += 1) {
    // The first frame is shown before its time has come.
    const inside = buffered.start(i) <= currentTime + 0.2 && currentTime <= buffered.end(i);
    if (inside) return buffered.end(i) - currentTime;
  }
  return 0;
}

function note(name, details = {}) {
  events.push({ name, time: video.currentTime, ahead: ahead(), ...details });
}

for (const name of ["playing", "waiting", "seeking", "ended", "error"]) {
  video.addEventListener(name, () => note(name));
}

const canvas = new OffscreenCanvas(8, 8).getContext("2d", { willReadFrequently: true });

function darkest() {
  canvas.drawImage(video, 0, 0, 8, 8);
  return Math.min(...canvas.getImageData(0, 0, 8, 8).data);
}

function watch(_, frame) {
  video.requestVideoFrameCallback(watch);
  frames.push({ time: frame.mediaTime, width: frame.width, darkest: darkest() });
}

function play(url, config) {
  hls = new Hls(config);
  hls.on(Hls.Events.ERROR, (_, { details, fatal }) => {
    broken ||= fatal;
    note("hls error", { details, fatal });
  });
  video.requestVideoFrameCallback(watch);
  hls.loadSource(url);
  hls.attachMedia(video);
  return video.play();
}

function level(width) {
  return hls.levels.findIndex((variant) => variant.width === width);
}

// Tells the first loud sample after half a second of silence.
const EAR = `registerProcessor("ear", class extends AudioWorkletProcessor {
  silent = sampleRate;
  process([[samples = []]]) {
    samples.forEach((sample, i) => {
      const loud = Math.abs(sample) > 0.05;
      if (loud && this.silent > sampleRate / 2) this.port.postMessage(currentTime + i / sampleRate);
      this.silent = loud ? 0 : this.silent + 1;
    });
    return true;
  }
})`;

// Hear the video's sound. To be called before play().
async function listen() {
  const sound = new AudioContext();
  const code = new Blob([EAR], { type: "text/javascript" });
  await sound.audioWorklet.addModule(URL.createObjectURL(code));
  const ear = new AudioWorkletNode(sound, "ear");
  ear.port.onmessage = ({ data }) => beeps.push(data);
  sound.createMediaElementSource(video).connect(ear).connect(sound.destination);
  video.addEventListener("playing", () => {
    setInterval(() => clocks.push({ sound: sound.currentTime, video: video.currentTime }), 20);
  }, { once: true });
}

function report() {
  const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
  return {
    events,
    frames,
    beeps,
    clocks,
    buffered: Array.from({ length: video.buffered.length }, (_, i) => [
      video.buffered.start(i),
      video.buffered.end(i),
    ]),
    total: totalVideoFrames,
    dropped: droppedVideoFrames,
    time: video.currentTime,
  };
}
