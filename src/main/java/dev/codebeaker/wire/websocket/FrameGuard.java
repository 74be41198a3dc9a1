package dev.codebeaker.wire.websocket;

import dev.codebeaker.wire.ClientChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Sees the frames of one connection before the framework does, for two things that it can not tell
 * its endpoints: bytes that are no UTF-8, which it would replace, and frames beyond all bounds, at
 * which it would drop the connection without a word.
 *
 * <p>Runs on the connection's event loop.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
  /** What a message that is no UTF-8 ends with. No JSON has a NUL in it. */
  static final String NOT_UTF8 = "\u0000not UTF-8";

  private static final String NAME = "codebeaker-frames";
  private static final String LAST_HANDLER = "handler";
  private static final int CLOSE_SECONDS = 3;

  private final Utf8Check check = new Utf8Check();
  private boolean inText;
  private boolean broken;

  /** Watches a connection that is about to become a WebSocket. */
  static void watch(HttpConnection connection) {
    ClientChannel.of(connection)
        .map(Channel::pipeline)
        .filter(pipeline -> pipeline.get(LAST_HANDLER) != null && pipeline.get(NAME) == null)
        .ifPresent(pipeline -> pipeline.addBefore(LAST_HANDLER, NAME, new FrameGuard()));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case TextWebSocketFrame text -> context.fireChannelRead(begin(text));
      case ContinuationWebSocketFrame more when inText -> context.fireChannelRead(goOn(more));
      default -> context.fireChannelRead(message);
    }
  }

  private WebSocketFrame begin(TextWebSocketFrame frame) {
    broken = false;
    inText = !frame.isFinalFragment();
    ByteBuf content = frame.content();
    if (inText) {
      check.begin();
      broken = !check.accepts(content);
    } else {
      broken = !ByteBufUtil.isText(content, StandardCharsets.UTF_8);
    }
    return broken ? replaced(frame) : frame;
  }

  private WebSocketFrame goOn(ContinuationWebSocketFrame frame) {
    inText = !frame.isFinalFragment();
    broken = broken || !check.accepts(frame.content()) || (!inText && !check.isComplete());
    return broken ? replaced(frame) : frame;
  }

  private static WebSocketFrame replaced(WebSocketFrame frame) {
    ByteBuf content =
        frame.isFinalFragment()
            ? Unpooled.copiedBuffer(NOT_UTF8, StandardCharsets.UTF_8)
            : Unpooled.EMPTY_BUFFER;
    WebSocketFrame replaced = frame.replace(content);
    frame.release();
    return replaced;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
      context.fireExceptionCaught(cause);
      return;
    }
    // What comes now is not read but taken, lest the client never sees why it is closed.
    context.pipeline().addFirst(new Discard());
    context.writeAndFlush(new CloseWebSocketFrame(corrupted.closeStatus()));
    context.executor().schedule(() -> context.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static final class Discard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
