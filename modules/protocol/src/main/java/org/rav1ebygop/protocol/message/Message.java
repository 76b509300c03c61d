package org.rav1ebygop.protocol.message;

import java.util.List;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.VideoFormat;

/// All that is said between a client and a worker. `docs/protocol.md` has the bytes and when each
/// may be said. Lengths in bytes.
public sealed interface Message {
  /// Client, first of all: who speaks which versions.
  ///
  /// @param nonce [Wire#NONCE] random bytes
  record Hello(int minVersion, int maxVersion, Bytes nonce) implements Message {}

  /// Worker, in answer: the version from here on, and what the password is mixed with.
  ///
  /// @param version the highest that both speak
  /// @param nonce [Wire#NONCE] random bytes
  /// @param salt [Wire#SALT] bytes, the same for all connections of a worker
  record Challenge(int minVersion, int maxVersion, int version, Bytes nonce, Bytes salt)
      implements Message {}

  /// Client: it knows the password.
  ///
  /// @param mac [Wire#MAC] bytes
  record Proof(Bytes mac) implements Message {}

  /// Worker: it knows the password too, and this is what it has.
  ///
  /// @param mac [Wire#MAC] bytes
  /// @param software name and version, for humans
  /// @param slots it has in all, for all its clients
  /// @param backends ids of its encoder backends
  record Welcome(Bytes mac, String software, int slots, List<String> backends) implements Message {}

  /// Client, in place of [Job]: what does the worker do? It may ask again, or say its job, after
  /// the answer.
  record Enquiry() implements Message {}

  /// Worker: what it does at the moment.
  ///
  /// @param encoders what [Welcome#backends] are, one line each
  /// @param busy slots that encode
  /// @param clients with a job, connected or expected back
  /// @param draining whether it takes no new clients
  /// @param pixelRate pixels of luma that one slot encodes in a second, of late; 0 when nothing was
  ///   encoded yet
  record Report(List<String> encoders, int busy, int clients, boolean draining, double pixelRate)
      implements Message {}

  /// Client: what is to be encoded, and what of it is under way since an earlier connection.
  ///
  /// @param id [Wire#JOB_ID] random bytes, the same for all connections of a job
  /// @param software name and version, for humans
  /// @param slots how many leases it will have open at a time, at the most
  /// @param codings names of frame codings it can write, best first
  /// @param packetWindow bytes of packets that may be under way in a lease, or one packet
  /// @param lastLease the greatest number of a lease that was said so far, 0 when there was none
  /// @param held the leases that have not ended; the worker forgets all others
  record Job(
      Bytes id,
      String software,
      Terms terms,
      int slots,
      List<String> codings,
      int packetWindow,
      int lastLease,
      List<Held> held)
      implements Message {}

  /// What all GOPs of a job have in common.
  ///
  /// @param backend id of the encoder backend
  record Terms(String backend, VideoFormat format, EncoderSettings settings) {}

  /// What a client has of a lease.
  ///
  /// @param lease as it was opened
  /// @param packets received whole
  record Held(Lease lease, int packets) {}

  /// Worker: the job can be done here.
  ///
  /// @param identity of the encoder for these terms
  /// @param codings those of the job that it can read, in the job's order
  /// @param frameWindow frames that may be under way in a lease, 1 or more
  /// @param resumed the held leases it still has
  record Ready(
      EncoderIdentity identity, List<String> codings, int frameWindow, List<Resumed> resumed)
      implements Message {}

  /// What a worker has of a lease.
  ///
  /// @param frames received whole
  /// @param ended whether [EndOfFrames] was received
  record Resumed(int lease, int frames, boolean ended) {}

  /// Worker: leases up to this number may be opened. A lower number than before takes offers back;
  /// a lease that was opened before that is heard is [Declined].
  record Offer(int lease) implements Message {}

  /// Worker, from version 2 on: there is no place for a lease, whose offer was taken back. It may
  /// be opened again under another number.
  record Declined(int lease) implements Message {}

  /// Client: encode a GOP.
  ///
  /// @param lease its number, greater than those before
  /// @param gop index of the GOP
  /// @param attempt at that GOP, from 1
  /// @param firstFrame index in the source
  /// @param frameCount -1 when it is not known yet
  record Lease(int lease, int gop, int attempt, long firstFrame, int frameCount)
      implements Message {}

  /// A piece of something that may be longer than a message. Pieces are [Wire#MAX_PART] bytes long,
  /// but for the last one.
  ///
  /// @param index of the frame or packet in its GOP, from 0
  /// @param total length of the whole
  /// @param offset of the piece
  record Part(int lease, int index, int total, int offset, Bytes data) {}

  /// Client: a piece of a coded frame.
  ///
  /// @param coding 0 for raw, else the place in [Ready#codings], from 1
  /// @param checksum CRC32C of the raw frame
  record Frame(Part part, int coding, int checksum) implements Message {}

  /// Client: the GOP has no more frames.
  record EndOfFrames(int lease, int frames) implements Message {}

  /// Either side: how many frames the encoder has taken, or packets the client has taken, in all.
  /// They may be forgotten, and as many more may be sent.
  record Credit(int lease, int taken) implements Message {}

  /// Worker: a piece of a packet.
  record Packet(Part part) implements Message {}

  /// Worker: all packets are sent.
  ///
  /// @param frames packets there are
  /// @param bytes of all packets
  /// @param sha256 over the bytes of all packets
  record Done(int lease, int frames, long bytes, Bytes sha256, EncoderIdentity identity)
      implements Message {}

  /// Client: the result is durable and may be forgotten.
  record Confirm(int lease) implements Message {}

  /// Client: the lease has ended without a result, or its result is rejected. When the encoder
  /// runs, [Failed] is the answer, as soon as it has ended.
  record Cancel(int lease, String reason) implements Message {}

  /// Worker: the lease came to nothing.
  sealed interface Unfinished extends Message {
    int lease();

    String reason();

    /// What the encoder wrote last, may be empty.
    String log();
  }

  /// Worker: the encoder of a lease failed.
  record Failed(int lease, String reason, String log) implements Unfinished {}

  /// Worker, from version 2 on: the machine lacks something for a lease, such as memory or space on
  /// its disk, which says nothing about the GOP.
  record Trouble(int lease, String reason, String log) implements Unfinished {}

  /// Either side: still there. Said when nothing else was for a while.
  record Ping() implements Message {}

  /// Either side: the last message of a connection.
  ///
  /// @param text one line for humans, may be empty
  record Goodbye(EndReason reason, String text) implements Message {}
}
