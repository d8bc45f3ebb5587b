"""What ffmpeg may open of an upload."""

from caudal.media.flags import Options
from caudal.media.limits import SourceLimits

# Containers and codecs of uploads; no playlist or script that could name other files is in it.
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,flv,asf,ogg,mxf,mp3,wav,flac,aac"
CODECS = (
    "h264,hevc,vp8,vp9,av1,libdav1d,mpeg1video,mpeg2video,mpeg4,msmpeg4v2,msmpeg4,wmv1,wmv2,"
    "wmv3,vc1,flv,h263,dvvideo,theora,prores,dnxhd,mjpeg,aac,mp3,mp3float,mp2,mp2float,ac3,"
    "eac3,opus,libopus,vorbis,flac,alac,wmav1,wmav2,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,"
    "pcm_s24be,pcm_f32le,pcm_alaw,pcm_mulaw,dca,amrnb,amrwb,mov_text,subrip,srt,ass,ssa,"
    "webvtt"
)
# What the cover of a file of sound may be.
COVERS = "mjpeg,png,bmp,gif,webp"
MAX_ALLOC = 1 << 30  # bytes in one allocation


def input_limits(limits: SourceLimits) -> Options:
    """Must stand before -i: behind it, ffmpeg takes them silently for nothing."""
    return {
        "protocol_whitelist": "file",
        "format_whitelist": FORMATS,
        "codec_whitelist": CODECS,
        "max_streams": limits.streams + 1,  # one more, so that too many can be told
        "max_pixels": limits.pixels,
        "max_alloc": MAX_ALLOC,
        "probesize": "10M",
        "analyzeduration": "10M",
    }
