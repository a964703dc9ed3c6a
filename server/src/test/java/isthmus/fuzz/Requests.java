package isthmus.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One sane request of each kind, small, for a model of two dimensions with an atlas of three rows, and one of columns of 5,000. */
final class Requests {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> TEXTS = List.of(
            "{'op':'decode','model':'digits','codes':[[0.1,-1.2]],'lane':'hover'}",
            "{'op':'decode','model':'digits','codes':[[0.5,2],[1,1],[0,0]],'as':'f4'}",
            "{'op':'decode','model':'point','codes':[[1,1]]}",
            "{'op':'path','model':'digits','keyframes':[[0,0],[1,1],[2,0]],'mode':'lerp','frames':6}",
            "{'op':'path','model':'digits','keyframes':[[0,1],[1,1]],'mode':'slerp','frames':3,'as':'f4'}",
            "{'op':'tiles','model':'digits','plane':{'axes':[0,1],'origin':[0,0]},'view':[-1,-1,1,1],'level':8}",
            "{'op':'sample','model':'digits','from':'prior','count':3,'seed':12}",
            "{'op':'sample','model':'digits','from':{'row':1},'count':2,'seed':1,'as':'f4'}",
            "{'op':'sample','model':'digits','from':{'mu':[0,1],'logvar':[-1,-1]},'count':2,'seed':1}",
            "{'op':'atlas','model':'digits','plane':{'principal':true},'ellipses':true}",
            "{'op':'column','model':'digits','name':'kl'}",
            "{'op':'atlas','model':'digits','plane':{'through':[[0,0],[1,0],[0,1]]}}",
            "{'op':'rows','model':'digits','rows':[0,2],'images':true}",
            "{'op':'nearest','model':'digits','z':[0.5,0.5],'k':2}",
            "{'op':'density','model':'digits','codes':[[0,0],[1,2]]}",
            "{'op':'density','model':'digits','plane':{'axes':[0,1]},'view':[-1,-1,1,1],'columns':4,'rows':3,"
                    + "'of':'slice'}",
            "{'op':'support','model':'digits','codes':[[0,0],[1,2]]}",
            "{'op':'plane','model':'digits','plane':{'origin':[0,0],'first':[1,0],'second':[0,1]}}",
            "{'op':'dimensions','model':'digits'}",
            "{'op':'believe','model':'digits','row':1,'k':3,'seed':2}",
            "{'op':'dimensions','model':'digits','health':true}",
            "{'op':'refine','model':'digits','row':2,'steps':3}",
            "{'op':'likelihood','model':'digits','row':2,'codes':[[0.5,1]],'gradients':true}",
            "{'op':'evidence','model':'digits','row':2,'draws':20}",
            "{'op':'complete','model':'digits','row':2,'count':2,'noise':0.5}",
            "{'op':'posterior','model':'digits','row':0,'columns':8}",
            "{'op':'fit','model':'digits','components':4,'count':2,'seed':1}",
            "{'op':'trajectory','model':'digits','count':4,'moves':2,'seed':1}",
            "{'op':'codebook','model':'digits','codes':[[0.5,2]]}",
            "{'op':'points','model':'digits','plane':{'axes':[0,1],'origin':[0,0]}}",
            "{'op':'cells','model':'digits','level':1,'tiles':[[0,0],[1,1]],'column':'kl','filter':[{'column':'bound',"
                    + "'from':-1,'to':9}]}",
            "{'op':'select','model':'digits','polygon':[[0,0],[5,0],[5,5]],'outlines':[3],'filter':[{'column':'kl',"
                    + "'from':1,'to':2}],'columns':['kl','bound'],'bars':8,'sample':4}",
            "{'op':'neighbours','model':'digits','z':[1,2],'k':3}",
            "{'op':'search','model':'digits','text':'name','part':'ge-1','most':3}",
            "{'op':'values','model':'digits','rows':[0,4999]}",
            "{'op':'originals','model':'digits','rows':[0,4999],'small':true}",
            "{'op':'density','model':'digits','codes':[[0,0],[1,2]],'sampled':true}",
            "{'op':'support','model':'digits','codes':[[0,0],[1,2]],'sampled':true}",
            "{'op':'believe','model':'digits','row':1,'k':3,'sampled':true}",
            "{'op':'cancel','request':3}");

    private Requests() {}

    static ObjectNode any(Dice dice) {
        return read(dice.of(TEXTS));
    }

    static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the id before everything else. */
    static String text(long id, ObjectNode request) {
        String rest = request.toString();
        return prefix(id) + rest.substring(1);
    }

    static String prefix(long id) {
        return "{\"id\":" + id + ",";
    }
}
